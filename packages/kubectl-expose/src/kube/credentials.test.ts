import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createCredentials } from './credentials.js';

const folder = mkdtempSync(join(tmpdir(), 'expose-plus-token-'));
const file = join(folder, 'token');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.useRealTimers());
const options = { env: {}, interactive: false };

describe('credentials', () => {
  it('of a token file are read again after a minute, and after a refusal', async () => {
    vi.useFakeTimers({ now: 0, toFake: ['Date'] });
    const credentials = createCredentials({ kind: 'token-file', file }, options);
    const token = async (): Promise<string | undefined> => (await credentials.current()).authorization;
    writeFileSync(file, 'one\n');
    expect(await token()).toBe('Bearer one');
    writeFileSync(file, 'two');
    expect(await token()).toBe('Bearer one');
    vi.setSystemTime(60_001);
    expect(await token()).toBe('Bearer two');
    writeFileSync(file, 'three');
    expect(credentials.forget()).toBe(true);
    expect(await token()).toBe('Bearer three');
  });

  it('of a token file that is gone are an error, until it is back', async () => {
    const missing = join(folder, 'gone');
    const credentials = createCredentials({ kind: 'token-file', file: missing }, options);
    await expect(credentials.current()).rejects.toMatchObject({ kind: 'auth', message: expect.stringContaining('tokenFile: ENOENT') });
    writeFileSync(missing, 'back');
    expect(await credentials.current()).toEqual({ authorization: 'Bearer back' });
  });

  it('that are fixed cannot be renewed', async () => {
    for (const auth of [{ kind: 'none' } as const, { kind: 'token', token: 'x' } as const])
      expect(createCredentials(auth, options).forget()).toBe(false);
    expect(await createCredentials({ kind: 'none' }, options).current()).toEqual({});
  });
});
