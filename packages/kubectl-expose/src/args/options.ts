import type { ExposureSpec, RouteOption } from '@expose-plus/core';
import { LOAD_BALANCER_WORDS } from './load-balancer-words.js';
import type { Problem } from './normalise.js';
import { nearest, plain } from './suggest.js';

type KeyOf<Option> = Option extends `options.${infer Key}` ? Key : never;

/** Neutral options of a route with what they mean; every one is here, or this file does not compile. */
export const OPTIONS = {
  bodySize: 'largest request body, e.g. 20Mi',
  requestTimeout: 'time for the whole request, e.g. 30s',
  connectTimeout: 'time to connect to the workload, e.g. 5s',
  readTimeout: 'time without data from the workload after which the request fails, e.g. 60s',
  sendTimeout: 'time without accepting data of the request after which it fails, e.g. 60s',
  backendProtocol: 'how the controller speaks to the workload: http, https, grpc, grpcs, h2c or websocket',
  'backendTLS.verify': "check the workload's certificate: true or false",
  'backendTLS.serverName': "name that the workload's certificate must have",
  'backendTLS.caSecretName': 'Secret with the certificate authority of the workload',
  'backendTLS.caConfigMapName': 'ConfigMap with the certificate authority of the workload',
  targets: 'whether the load balancer sends to pods or to nodes: pod or node',
  hostHeader: 'Host header that the workload sees',
  'requestHeaders.set': 'headers of the request to set, e.g. X-Team=shop',
  'requestHeaders.remove': 'headers of the request to take away',
  'responseHeaders.set': 'headers of the answer to set, e.g. X-Frame-Options=DENY',
  'responseHeaders.remove': 'headers of the answer to take away',
  denyFrom: 'client ranges that are refused',
  'cors.origins': 'origins that may ask, e.g. https://app.example.com',
  'cors.methods': 'methods that they may use',
  'cors.headers': 'headers that they may send',
  'cors.exposeHeaders': 'headers of the answer that scripts may read',
  'cors.credentials': 'whether cookies may be sent along: true or false',
  'cors.maxAge': 'how long a browser may remember it, e.g. 10m',
  'basicAuth.secretName': 'Secret with the users',
  'basicAuth.realm': 'what the browser shows when it asks for a password',
  'externalAuth.url': 'asked before each request: 2xx lets it pass',
  'externalAuth.method': 'GET, HEAD or POST',
  'externalAuth.signInURL': 'where a client that is not let in is sent',
  'externalAuth.responseHeaders': 'headers of its answer that the workload gets',
  'rateLimit.requestsPerSecond': 'requests a second, of one client address',
  'rateLimit.requestsPerMinute': 'requests a minute, of one client address',
  'rateLimit.burst': 'requests beyond it that are let through at once',
  'rateLimit.connections': 'connections at the same time, of one client address',
  'affinity.cookie': 'cookie by which a client comes to the same pod again',
  'affinity.maxAge': 'how long it lasts, e.g. 48h',
  'affinity.path': 'path of the cookie',
  'affinity.sameSite': 'SameSite of the cookie: None, Lax or Strict',
  'affinity.secure': 'whether the cookie is sent by HTTPS only: true or false',
  'canary.service': 'Service that gets a part of the requests',
  'canary.port': 'its port',
  'canary.weight': 'percent of the requests that go there',
  'canary.header': 'requests with this header go there',
  'canary.headerValue': 'only when the header has this value',
  'canary.cookie': 'requests with this cookie set to always go there',
  'mirror.service': 'Service that gets a copy of each request',
  'mirror.port': 'its port',
  'mirror.percent': 'percent of the requests that are copied',
  'redirect.url': 'where every request is sent',
  'redirect.code': 'status of the redirect: 301, 302, 303, 307 or 308',
  appRoot: 'where a request for / is redirected',
} as const satisfies Record<KeyOf<RouteOption>, string>;

/** Options by the word that is typed, with their path below spec: `cors.origins` → `options.cors.origins`. */
const PATHS: ReadonlyMap<string, string> = new Map([
  ...Object.keys(OPTIONS).map((key) => [key, `options.${key}`] as const),
  ...Object.keys(LOAD_BALANCER_WORDS).flatMap((option) =>
    option.startsWith('loadBalancer.') ? [[option.slice('loadBalancer.'.length), option] as const] : [],
  ),
]);

const LISTS =
  /\.(denyFrom|remove|externalAuth\.responseHeaders|cors\.(origins|methods|headers|exposeHeaders)|subnets|securityGroups|certificates|tlsPorts)$/;
const MAPS = /\.(set|tags)$/;
const NUMBERS = /\.(rateLimit\.[A-Za-z]+|port|weight|percent|code|bandwidth|healthyThreshold|unhealthyThreshold|tlsPorts)$/;
const BOOLEANS = /\.(verify|credentials|secure|crossZone)$/;

/** `bodySize` as it is typed: `body-size`. */
export const optionWord = (key: string): string =>
  key.replaceAll(/([a-z])([A-Z])/g, (_, before: string, letter: string) => `${before}-${letter}`).toLowerCase();

/** What `--option` may set. */
export type OptionSpec = Pick<ExposureSpec, 'options' | 'loadBalancer'>;

/** Reads `--option KEY=VALUE`, lists by commas. The values are checked with the whole Exposure. */
export function readOptions(pairs: readonly string[], problems: Problem[]): OptionSpec {
  const read: Record<string, unknown> = {};
  const keys = [...PATHS.keys()];
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const word = equals < 0 ? pair : pair.slice(0, equals);
    const key = keys.find((known) => plain(known) === plain(word.replace(/^loadBalancer\./i, '')));
    if (key !== undefined && equals > 0) place(read, PATHS.get(key) ?? key, pair.slice(equals + 1));
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
  return read as OptionSpec;
}

/** Sets a value by its path; lists and maps that are named again grow. */
function place(read: Record<string, unknown>, path: string, text: string): void {
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  let at = read;
  for (const part of parts) at = (at[part] ??= {}) as Record<string, unknown>;
  const before = at[last];
  if (LISTS.test(path)) at[last] = [...(Array.isArray(before) ? (before as unknown[]) : []), ...listOf(path, text)];
  else if (MAPS.test(path)) at[last] = { ...(before as Record<string, string> | undefined), ...mapOf(text) };
  else at[last] = BOOLEANS.test(path) && (text === 'true' || text === 'false') ? text === 'true' : numberOf(path, text);
}

function listOf(path: string, text: string): unknown[] {
  return text.split(',').map((part) => numberOf(path, part.trim()));
}

/** A text that is no number stays, so that the check of the Exposure says what is wrong. */
function numberOf(path: string, text: string): number | string {
  return NUMBERS.test(path) && /^-?[0-9]+$/.test(text) ? Number(text) : text;
}

function mapOf(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const equals = part.indexOf('=');
      return equals < 0 ? [part.trim(), ''] : [part.slice(0, equals).trim(), part.slice(equals + 1)];
    }),
  );
}
