import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './lock.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('lets one action run at a time', async () => {
  const file = join(directory, 'lock');
  let inside = 0;
  let most = 0;
  const action = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 20));
    inside -= 1;
  };
  await Promise.all([withLock(file, 10, action), withLock(file, 10, action), withLock(file, 10, action)]);
  expect(most).toBe(1);
  expect(readdirSync(directory)).toEqual([]);
});

test('takes over the lock of a process that is gone', async () => {
  const file = join(directory, 'lock');
  writeFileSync(file, `${process.pid} 1`); // the id is in use, by a process that started at another time
  expect(await withLock(file, 5, async () => existsSync(file))).toBe(true);
});

test('gives up on a lock that is held, and names the holder', async () => {
  const file = join(directory, 'lock');
  const attempt = withLock(file, 5, () => withLock(file, 0.05, async () => undefined));
  await expect(attempt).rejects.toThrow(`held by process ${process.pid}`);
});
