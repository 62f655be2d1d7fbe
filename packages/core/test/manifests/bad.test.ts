import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '@expose-plus/core';
import { readManifests } from '@expose-plus/core/manifests';
import { golden } from './golden.js';

/** Bad inputs, each with the findings it must give. */
const FOLDER = join(import.meta.dirname, 'bad');
const CASES = readdirSync(FOLDER).filter((name) => /\.(yaml|json)$/.test(name));

function line({ location, code, level, object, field, message, remedy }: Finding): string {
  const place = `${location?.file}:${location?.line}:${location?.column}`;
  return `${place} ${code} ${level} ${object ? `${object.kind}/${object.name}` : '-'} ${field ?? '-'}\n  ${message}\n  ${remedy}\n`;
}

describe('bad inputs', () => {
  for (const name of CASES) {
    it(name, () => {
      const { objects, findings } = readManifests(readFileSync(join(FOLDER, name), 'utf8'), { file: name });
      const summary = `${objects.length} objects: ${objects.map(({ object }) => object.metadata.name ?? '?').join(', ')}\n`;
      const text = `${summary}${findings.map(line).join('')}`;
      expect(text).toBe(golden(join(FOLDER, `${name}.findings.txt`), text));
      expect(findings).not.toEqual([]);
      for (const { code, location, remedy } of findings) {
        expect({ code, place: location !== undefined && location.line > 0 && (location.column ?? 0) > 0, remedy: remedy !== undefined }).toEqual({
          code,
          place: true,
          remedy: true,
        });
      }
      // A terminal shows the message as it is.
      // oxlint-disable-next-line no-control-regex -- these are what must not be there
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/);
    });
  }

  it('do not reach the prototype of all objects', () => {
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
