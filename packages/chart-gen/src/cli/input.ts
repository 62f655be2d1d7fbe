import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, KubeObject } from '@expose-plus/core';
import { readManifests } from '@expose-plus/core/manifests';

/** Objects of files, folders and standard input, and all that is wrong with them. */
export interface ManifestInput {
  objects: KubeObject[];
  findings: Finding[];
}

/** Files that kubectl takes from a folder. */
const MANIFEST = /\.(json|ya?ml)$/;

function filesOf(path: string, recursive: boolean): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const child = join(path, entry.name);
    if (entry.isDirectory()) return recursive ? filesOf(child, recursive) : [];
    return MANIFEST.test(entry.name) ? [child] : [];
  });
}

/** Reads manifests as kubectl does: `-` is standard input, of a folder the `.yaml`, `.yml` and `.json` files count. */
export function readPaths(paths: readonly string[], recursive: boolean): ManifestInput {
  const results = paths.flatMap((path) => {
    if (path === '-') return [readManifests(readFileSync(0, 'utf8'), { file: '-' })];
    return filesOf(path, recursive).map((file) => readManifests(readFileSync(file, 'utf8'), { file }));
  });
  return {
    objects: results.flatMap(({ objects }) => objects.map(({ object }) => object)),
    findings: results.flatMap(({ findings }) => findings),
  };
}
