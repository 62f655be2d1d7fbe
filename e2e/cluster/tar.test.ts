import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { check } from './run.ts';
import { fileSink, writeTar, type Entry } from './tar.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tar-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const base = { kind: 'file', mode: 0o644, uid: 0, gid: 0 } as const;

function write(entries: readonly Entry[]): string {
  const file = join(directory, 'archive.tar');
  const sink = fileSink(file);
  writeTar(entries, sink.write);
  sink.close();
  return file;
}

test('GNU tar reads what was written', async () => {
  const long = `${'directory/'.repeat(15)}file`;
  const big = join(directory, 'big');
  writeFileSync(big, Buffer.alloc(3 << 20, 7));
  const file = write([
    { ...base, path: 'tmp', kind: 'directory', mode: 0o1777 },
    { ...base, path: 'hello', content: Buffer.from('hello\n'), uid: 101, gid: 102 },
    { ...base, path: long, content: Buffer.from('deep\n') },
    { ...base, path: 'link', kind: 'link', mode: 0o777, target: 'hello' },
    { ...base, path: 'big', content: { file: big, size: 3 << 20 }, mode: 0o755 },
  ]);
  const list = await check(['tar', '--numeric-owner', '-tvf', file]);
  expect(list).toMatch(/^drwxrwxrwt 0\/0 .* tmp\/?$/m);
  expect(list).toMatch(/^-rw-r--r-- 101\/102 +6 .* hello$/m);
  expect(list).toMatch(/^lrwxrwxrwx 0\/0 .* link -> hello$/m);
  expect(list).toMatch(/^-rwxr-xr-x 0\/0 +3145728 .* big$/m);
  expect(list).toContain(long);
  expect(await check(['tar', '-xOf', file, long])).toBe('deep\n');
  expect(await check(['tar', '-xOf', file, 'hello'])).toBe('hello\n');
});

test('file capabilities are the bytes of struct vfs_cap_data', () => {
  const file = write([{ ...base, path: 'nginx', content: Buffer.from('x'), capabilities: 1 << 10 }]);
  const text = readFileSync(file, 'latin1');
  const value = `\x01\x00\x00\x02\x00\x04\x00\x00${'\x00'.repeat(12)}`;
  expect(text).toContain(` SCHILY.xattr.security.capability=${value}\n`);
});

test('a file that changed its size is refused', () => {
  const file = join(directory, 'grows');
  writeFileSync(file, 'longer than told');
  expect(() => write([{ ...base, path: 'grows', content: { file, size: 3 } }])).toThrow('changed while it was being archived');
});
