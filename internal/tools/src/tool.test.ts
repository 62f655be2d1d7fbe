import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SOURCES, type ToolId } from './releases.js';
import { cacheFolder, matchesIntegrity, tool } from './tool.js';

describe('cacheFolder', () => {
  it('obeys EXPOSE_PLUS_CACHE and the platform', () => {
    expect(cacheFolder({ EXPOSE_PLUS_CACHE: '/somewhere' }, 'linux')).toBe('/somewhere');
    expect(cacheFolder({ XDG_CACHE_HOME: '/xdg' }, 'linux')).toBe(join('/xdg', 'expose-plus'));
    expect(cacheFolder({ LOCALAPPDATA: 'L' }, 'win32')).toBe(join('L', 'expose-plus'));
  });
});

describe('matchesIntegrity', () => {
  // https://www.di-mgt.com.au/sha_testvectors.html, "abc"
  const abc = Buffer.from(
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    'hex',
  ).toString('base64');

  it('accepts the pinned bytes and no others', () => {
    expect(matchesIntegrity(Buffer.from('abc'), `sha512-${abc}`)).toBe(true);
    expect(matchesIntegrity(Buffer.from('abd'), `sha512-${abc}`)).toBe(false);
  });
});

for (const id of Object.keys(SOURCES) as ToolId[]) {
  const result = await tool(id);
  const leftOut = 'missing' in result ? ` (left out: ${result.missing.replaceAll(/[()]/g, '')})` : '';
  describe(`tool ${id}${leftOut}`, () => {
    it.skipIf('missing' in result)('runs and is of the right major version', () => {
      const path = 'path' in result ? result.path : '';
      expect(execFileSync(path, SOURCES[id].versionArgs, { encoding: 'utf8' })).toMatch(SOURCES[id].accepts);
    });
  });
}
