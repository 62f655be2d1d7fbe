import { dig, texts } from '../../detect/read.js';
import type { RouteOption } from '../dialect.js';
import { takeField, type RouteReading } from '../reading.js';
import type { RouteEncoding, RouteStyle } from './style.js';

const SETS: readonly (readonly [option: RouteOption, part: string])[] = [
  ['options.requestHeaders.set', 'request-headers'],
  ['options.responseHeaders.set', 'response-headers'],
];
const LISTS = ['config.replace.headers', 'config.add.headers'] as const;

/**
 * Headers that are set by transformer plugins of Kong: one list replaces a header that is there, the other adds one that is not.
 * Source: https://developer.konghq.com/plugins/request-transformer
 */
export const kongTransformer: RouteStyle = {
  options: SETS.map(([option]) => option),
  hasOwnWords: true,
  encode: ({ places, valueOf }: RouteEncoding) => {
    for (const [option, part] of SETS) {
      const headers = valueOf(option) as Readonly<Record<string, string>> | undefined;
      if (headers === undefined) continue;
      const list = Object.entries(headers)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => `${name}:${value}`);
      for (const field of LISTS) places.field(part, field, [...list]);
    }
  },
  decode: ({ sources, values }: RouteReading) => {
    for (const [option, part] of SETS) {
      const source = sources.get(part);
      const [replaced = [], added = []] = LISTS.map((field) => texts(dig(source?.fields[0], ...field.split('.'))));
      // One list alone means something else.
      if (!source || added.length === 0 || added.join('\n') !== replaced.join('\n')) continue;
      for (const field of LISTS) takeField(source, field);
      values.set(option, Object.fromEntries(added.map((text) => [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)])));
    }
  },
};
