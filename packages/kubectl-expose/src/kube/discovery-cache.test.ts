import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BUILTIN_TYPES } from './builtin-types.js';
import type { Connection } from './connection.js';
import { discoveryFile, readDiscovery, writeDiscovery } from './discovery-cache.js';

let cacheDir = '';
let connection: Connection;
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'expose-plus-cache-'));
  connection = connectionTo('https://host:6443/');
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(cacheDir, { recursive: true, force: true });
});
const connectionTo = (server: string): Connection => ({
  server: new URL(server),
  namespace: 'default',
  namespaceGiven: false,
  origin: 'kubeconfig',
  tls: { insecure: false },
  auth: { kind: 'none' },
  compression: true,
  timeoutMs: 0,
  cacheDir,
  env: {},
});

describe('the cache of discovery', () => {
  it('is a file for each server', () => {
    expect(discoveryFile(connection)).toBe(join(cacheDir, 'expose-plus/host_6443_.json'));
    expect(discoveryFile(connectionTo('https://host:6443/k8s/../x'))).toBe(join(cacheDir, 'expose-plus/host_6443_x.json'));
    writeDiscovery(connection, BUILTIN_TYPES);
    expect(readDiscovery(connection)).toEqual(BUILTIN_TYPES);
    expect(readDiscovery(connectionTo('https://other:6443'))).toBeUndefined();
    expect(statSync(discoveryFile(connection)).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(discoveryFile(connection)))).toEqual(['host_6443_.json']);
  });

  it('holds for six hours', () => {
    vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') });
    writeDiscovery(connection, BUILTIN_TYPES);
    vi.setSystemTime(new Date('2026-01-01T05:59:59Z'));
    expect(readDiscovery(connection)).toBeDefined();
    vi.setSystemTime(new Date('2026-01-01T06:00:01Z'));
    expect(readDiscovery(connection)).toBeUndefined();
    // written by a clock that was ahead
    vi.setSystemTime(new Date('2025-12-31T00:00:00Z'));
    expect(readDiscovery(connection)).toBeUndefined();
  });

  it.each([
    ['nothing', () => ''],
    ['half a file', (text: string) => text.slice(0, 100)],
    ['another format', (text: string) => text.replace('"format":1', '"format":2')],
    ['another server', (text: string) => text.replace('https://host:6443/', 'https://evil/')],
    ['no types', () => '{"format":1,"server":"https://host:6443/","fetchedAt":9999999999999,"types":[]}'],
    ['types that are none', (text: string) => text.replace('"plural":"pods"', '"plural":7')],
    ['null', () => 'null'],
  ])('is ignored when it holds %s', (_what, change) => {
    writeDiscovery(connection, BUILTIN_TYPES);
    writeFileSync(discoveryFile(connection), change(readFileSync(discoveryFile(connection), 'utf8')));
    expect(readDiscovery(connection)).toBeUndefined();
  });

  it('is done without where nothing can be written', () => {
    writeFileSync(join(cacheDir, 'expose-plus'), 'a file where the folder should be');
    writeDiscovery(connection, BUILTIN_TYPES);
    expect(readDiscovery(connection)).toBeUndefined();
  });
});
