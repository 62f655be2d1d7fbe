import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Connection } from './connection.js';
import type { ResourceType } from './resource-type.js';

/** As long as kubectl keeps its own (k8s.io/cli-runtime, pkg/genericclioptions/config_flags.go). */
const HOLDS_MS = 6 * 60 * 60 * 1000;
const FORMAT = 1;

interface CacheFile {
  format: number;
  server: string;
  fetchedAt: number;
  types: ResourceType[];
}

/** The file for a server: `<cache folder>/expose-plus/<host and path>.json`. */
export function discoveryFile(connection: Connection): string {
  const { host, pathname } = connection.server;
  return join(connection.cacheDir, 'expose-plus', `${(host + pathname).replaceAll(/[^A-Za-z0-9.-]+/g, '_')}.json`);
}

/** Types of an earlier process; undefined when there are none, they are too old or the file is broken. */
export function readDiscovery(connection: Connection): ResourceType[] | undefined {
  try {
    const cache = JSON.parse(readFileSync(discoveryFile(connection), 'utf8')) as Partial<CacheFile> | null;
    if (cache?.format !== FORMAT || cache.server !== connection.server.href || !Array.isArray(cache.types)) return undefined;
    const age = Date.now() - (cache.fetchedAt ?? 0);
    if (age < 0 || age > HOLDS_MS || cache.types.length === 0 || !cache.types.every(isType)) return undefined;
    return cache.types;
  } catch {
    return undefined;
  }
}

/** Keeps types for later processes. A folder that cannot be written only costs time. */
export function writeDiscovery(connection: Connection, types: readonly ResourceType[]): void {
  const file = discoveryFile(connection);
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  const cache: CacheFile = { format: FORMAT, server: connection.server.href, fetchedAt: Date.now(), types: [...types] };
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o750 });
    writeFileSync(draft, JSON.stringify(cache), { mode: 0o600 });
    // a rename is atomic: a reader sees the old file or the new one
    renameSync(draft, file);
  } catch {
    discard(draft);
  }
}

function discard(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // the folder itself is no folder: there is no draft
  }
}

function isType(value: unknown): value is ResourceType {
  const type = value as Partial<ResourceType> | null;
  return (
    typeof type?.group === 'string' &&
    typeof type.version === 'string' &&
    typeof type.plural === 'string' &&
    typeof type.singular === 'string' &&
    typeof type.kind === 'string' &&
    typeof type.namespaced === 'boolean' &&
    Array.isArray(type.shortNames) &&
    Array.isArray(type.verbs)
  );
}
