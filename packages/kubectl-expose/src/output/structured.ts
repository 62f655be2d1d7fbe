import type { Format } from './format.js';
import type { Printing } from '../args/common.js';

/** Prints a value as -o yaml, json or jsonpath; `undefined` for the formats that only the action knows how to print. */
export async function structured(
  value: unknown,
  format: Format,
  printing: Pick<Printing, 'allowMissingKeys'>,
): Promise<string | undefined> {
  if (format.kind === 'json') return `${JSON.stringify(value, null, 4)}\n`;
  if (format.kind === 'yaml') {
    const { writeYaml } = await import('@expose-plus/core/manifests');
    return writeYaml([value]);
  }
  if (format.kind === 'jsonpath') {
    const { jsonpath } = await import('./jsonpath.js');
    return jsonpath(format.template, value, { allowMissingKeys: printing.allowMissingKeys });
  }
  return undefined;
}
