import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from './measure.ts';

/** A set of manifests: one folder. */
export interface ManifestSet {
  name: string;
  /** All files as one text. */
  text: string;
  objects: Manifest[];
}

/** Objects of a YAML text, Lists taken apart. */
export function parseManifests(text: string): Manifest[] {
  return parseAllDocuments(text).flatMap((document) => {
    if (document.errors.length > 0) throw new Error(document.errors[0]?.message);
    const value = document.toJS() as (Manifest & { items?: Manifest[] }) | null;
    if (value === null) return [];
    return value.kind === 'List' ? (value.items ?? []) : [value];
  });
}

/**
 * The folder of manifest sets of other projects that EXPOSE_PLUS_INPUTS names, one set a folder. None of them is part of this project.
 * The reason why there are none stands in its place.
 */
export function readSets(folder = process.env['EXPOSE_PLUS_INPUTS']): { sets: ManifestSet[] } | { missing: string } {
  if (folder === undefined || folder === '') return { missing: 'EXPOSE_PLUS_INPUTS names no folder of manifest sets' };
  if (!existsSync(folder)) return { missing: 'the folder that EXPOSE_PLUS_INPUTS names does not exist' };
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  const sets = names.toSorted().flatMap((name): ManifestSet[] => {
    const files = readdirSync(join(folder, name)).filter((file) => /\.ya?ml$/.test(file));
    if (files.length === 0) return [];
    const text = files
      .toSorted()
      .map((file) => readFileSync(join(folder, name, file), 'utf8'))
      .join('\n---\n');
    return [{ name, text, objects: parseManifests(text) }];
  });
  return { sets };
}
