import type { ExposureSpec } from '@expose-plus/core';
import { nearest, plain } from './suggest.js';
import type { Problem } from './normalise.js';

type Options = NonNullable<ExposureSpec['options']>;

/** Neutral options with what they mean; every key of the schema is here, or this file does not compile. */
export const OPTIONS = {
  bodySize: 'largest request body, e.g. 20Mi',
  connectTimeout: 'time to connect to the workload, e.g. 5s',
  readTimeout: 'time without data from the workload after which the request fails, e.g. 60s',
  sendTimeout: 'time without accepting data of the request after which it fails, e.g. 60s',
  backendProtocol: 'how the controller speaks to the workload: http, https, grpc, grpcs, h2c or websocket',
  targets: 'whether the load balancer sends to pods or to nodes: pod or node',
} as const satisfies Record<keyof Options, string>;

/** `bodySize` as it is typed: `body-size`. */
export const optionWord = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Reads `--option KEY=VALUE`. The values are checked with the whole Exposure. */
export function readOptions(pairs: readonly string[], problems: Problem[]): Options {
  const read: Record<string, string> = {};
  const keys = Object.keys(OPTIONS);
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const word = equals < 0 ? pair : pair.slice(0, equals);
    const key = keys.find((known) => plain(known) === plain(word));
    if (key !== undefined && equals > 0) read[key] = pair.slice(equals + 1);
    else if (key !== undefined)
      problems.push({ message: `--option ${pair}: a value is missing`, remedy: `--option ${optionWord(key)}=VALUE` });
    else {
      const near = nearest(word, keys);
      problems.push({
        message: `--option ${pair}: unknown option "${word}"; there are ${keys.map(optionWord).join(', ')}`,
        ...(near === undefined ? {} : { remedy: `--option ${optionWord(near)}=${equals < 0 ? 'VALUE' : pair.slice(equals + 1)}` }),
      });
    }
  }
  return read as Options;
}
