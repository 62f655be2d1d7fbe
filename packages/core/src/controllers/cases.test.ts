import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { dig } from '../detect/read.js';
import type { EncodedRoute } from '../detect/facts.js';
import type { ExposureSpec } from '../model/exposure.js';
import type { KubeObject } from '../model/kube.js';
import { CARRIERS } from './carriers/registry.js';
import { decodeRoute } from './decode.js';
import { ROUTE_OPTIONS, type OptionRow, type RouteOption, type RouteRequest } from './dialect.js';
import { encodeRoute } from './encode.js';
import { dialectById, DIALECTS } from './registry.js';
import { REWRITE_STYLES } from './styles/registry.js';

type Ask = Pick<ExposureSpec, 'hosts' | 'paths' | 'tls' | 'access' | 'options'>;
interface Words {
  annotations?: Record<string, string>;
  serviceAnnotations?: Record<string, string>;
  fields?: Record<string, unknown>;
  /** What each rule gets, in order. */
  rules?: Record<string, unknown>[];
  objects?: KubeObject[];
  paths?: { path: string; pathType: string }[];
}
interface Case {
  ask: Ask;
  gives?: Words;
  refused?: string;
  notes?: string[];
  source: string;
}
interface Reading {
  /** The route, without apiVersion and kind where these are those of the carrier; only its annotations where nothing else counts. */
  route?: Record<string, unknown>;
  annotations?: Record<string, string>;
  serviceAnnotations?: Record<string, string>;
  objects?: KubeObject[];
  means: ExposureSpec;
  findings?: string[];
}
interface Table {
  source: string;
  cases: Case[];
  /** Options that are refused because the dialect has no word for them. */
  lacks?: RouteOption[];
  reads?: Reading[];
}

const folder = new URL('../../test/controllers/', import.meta.url);
const tables = new Map(
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => [file.replace('.yaml', ''), load(readFileSync(new URL(file, folder), 'utf8')) as Table]),
);
/** Dialects whose every cell is stated, supported or not. */
const COMPLETE = new Set(['gateway-api', 'haproxy-ingress', 'haproxy-technologies', 'ingress-nginx', 'istio', 'traefik', 'traefik-crd']);

/** The request that a case asks for: route web in namespace shop, Service web, class public. */
function requestOf({ hosts = ['example.com'], paths = [{}], tls, access, options }: Ask): RouteRequest {
  const mode = tls && (tls.mode ?? (tls.secretName || tls.issuer || tls.selfSigned ? 'terminate' : undefined));
  return {
    className: 'public',
    name: 'web',
    namespace: 'shop',
    service: { name: 'web', port: 80 },
    hosts,
    paths: paths.map(({ path = '/', type = 'Prefix', rewrite }) => ({ path, type, ...(rewrite === undefined ? {} : { rewrite }) })),
    ...(mode === undefined ? {} : { tls: { mode, ...(tls?.redirect === undefined ? {} : { redirect: tls.redirect }) } }),
    ...(mode === undefined && tls?.redirect === true ? { redirectOnly: true } : {}),
    ...(access?.scope ? { scope: access.scope } : {}),
    ...(access?.allowFrom ? { allowFrom: access.allowFrom } : {}),
    ...(options ? { options } : {}),
  };
}

/** A request for each option, with what it needs to make sense, for those that are refused. */
const SAMPLE: Readonly<Record<RouteOption, Ask>> = {
  'tls.mode': { tls: { mode: 'passthrough' } },
  'tls.redirect': { tls: { mode: 'terminate', redirect: true } },
  'paths.type': { paths: [{ path: '/a[0-9]+', type: 'RegularExpression' }] },
  'paths.rewrite': { paths: [{ path: '/demo', rewrite: '/' }] },
  'paths.rewrite.full': { paths: [{ path: '/demo', rewrite: { full: '/x' } }] },
  'options.redirect.url': { options: { redirect: { url: 'https://other.example.com' } } },
  'options.redirect.code': { options: { redirect: { url: 'https://other.example.com', code: 301 } } },
  'options.appRoot': { options: { appRoot: '/app' } },
  'access.scope': { access: { scope: 'internal' } },
  'access.allowFrom': { access: { allowFrom: ['10.0.0.0/8'] } },
  'options.denyFrom': { options: { denyFrom: ['10.0.0.0/8'] } },
  'options.externalAuth.url': { options: { externalAuth: { url: 'https://auth.example.com/check' } } },
  'options.externalAuth.method': { options: { externalAuth: { url: 'https://auth.example.com/check', method: 'POST' } } },
  'options.externalAuth.signInURL': {
    options: { externalAuth: { url: 'https://auth.example.com/check', signInURL: 'https://auth.example.com/login' } },
  },
  'options.externalAuth.responseHeaders': {
    options: { externalAuth: { url: 'https://auth.example.com/check', responseHeaders: ['X-User'] } },
  },
  'options.basicAuth.secretName': { options: { basicAuth: { secretName: 'users' } } },
  'options.basicAuth.realm': { options: { basicAuth: { secretName: 'users', realm: 'Shop' } } },
  'options.rateLimit.requestsPerSecond': { options: { rateLimit: { requestsPerSecond: 5 } } },
  'options.rateLimit.requestsPerMinute': { options: { rateLimit: { requestsPerMinute: 5 } } },
  'options.rateLimit.burst': { options: { rateLimit: { requestsPerSecond: 5, burst: 10 } } },
  'options.rateLimit.connections': { options: { rateLimit: { connections: 5 } } },
  'options.cors.origins': { options: { cors: { origins: ['https://app.example.com'] } } },
  'options.cors.methods': { options: { cors: { origins: ['https://app.example.com'], methods: ['GET'] } } },
  'options.cors.headers': { options: { cors: { origins: ['https://app.example.com'], headers: ['X-A'] } } },
  'options.cors.exposeHeaders': { options: { cors: { origins: ['https://app.example.com'], exposeHeaders: ['X-A'] } } },
  'options.cors.credentials': { options: { cors: { origins: ['https://app.example.com'], credentials: true } } },
  'options.cors.maxAge': { options: { cors: { origins: ['https://app.example.com'], maxAge: '10m' } } },
  'options.requestHeaders.set': { options: { requestHeaders: { set: { 'X-A': 'b' } } } },
  'options.requestHeaders.remove': { options: { requestHeaders: { remove: ['X-A'] } } },
  'options.responseHeaders.set': { options: { responseHeaders: { set: { 'X-A': 'b' } } } },
  'options.responseHeaders.remove': { options: { responseHeaders: { remove: ['X-A'] } } },
  'options.hostHeader': { options: { hostHeader: 'internal.example.com' } },
  'options.bodySize': { options: { bodySize: '20Mi' } },
  'options.requestTimeout': { options: { requestTimeout: '30s' } },
  'options.connectTimeout': { options: { connectTimeout: '5s' } },
  'options.readTimeout': { options: { readTimeout: '30s' } },
  'options.sendTimeout': { options: { sendTimeout: '30s' } },
  'options.backendProtocol': { options: { backendProtocol: 'https' } },
  'options.backendTLS.verify': { options: { backendProtocol: 'https', backendTLS: { verify: true } } },
  'options.backendTLS.serverName': { options: { backendProtocol: 'https', backendTLS: { serverName: 'web.internal' } } },
  'options.backendTLS.caSecretName': { options: { backendProtocol: 'https', backendTLS: { caSecretName: 'ca' } } },
  'options.backendTLS.caConfigMapName': { options: { backendProtocol: 'https', backendTLS: { caConfigMapName: 'ca' } } },
  'options.targets': { options: { targets: 'node' } },
  'options.affinity.cookie': { options: { affinity: { cookie: 'route' } } },
  'options.affinity.maxAge': { options: { affinity: { cookie: 'route', maxAge: '1h' } } },
  'options.affinity.path': { options: { affinity: { cookie: 'route', path: '/x' } } },
  'options.affinity.sameSite': { options: { affinity: { cookie: 'route', sameSite: 'Lax' } } },
  'options.affinity.secure': { options: { affinity: { cookie: 'route', secure: true } } },
  'options.canary.service': { options: { canary: { service: 'web-next' } } },
  'options.canary.port': { options: { canary: { service: 'web-next', port: 81 } } },
  'options.canary.weight': { options: { canary: { service: 'web-next', weight: 20 } } },
  'options.canary.header': { options: { canary: { service: 'web-next', header: 'X-Canary' } } },
  'options.canary.headerValue': { options: { canary: { service: 'web-next', header: 'X-Canary', headerValue: 'yes' } } },
  'options.canary.cookie': { options: { canary: { service: 'web-next', cookie: 'canary' } } },
  'options.mirror.service': { options: { mirror: { service: 'web-next' } } },
  'options.mirror.port': { options: { mirror: { service: 'web-next', port: 81 } } },
  'options.mirror.percent': { options: { mirror: { service: 'web-next', percent: 10 } } },
};

/** What a dialect wrote, as cases state it. */
function wordsOf({ annotations, serviceAnnotations, fields, paths, objects }: EncodedRoute): Required<Omit<Words, 'paths'>> {
  return { annotations, serviceAnnotations, fields, rules: paths.map((path) => path.fields), objects };
}

describe.each([...tables])('%s, as its documentation says', (id, { cases, lacks = [], reads = [] }) => {
  const found = dialectById(id);
  const dialect = found?.dialect;
  const options = dialect?.options ?? [];

  it('is a dialect', () => expect(dialect?.id).toBe(id));

  it.each(cases.map((one) => [JSON.stringify(one.ask), one] as const))('%s', (_, { ask, gives, refused, notes = [], source }) => {
    expect(source.length).toBeGreaterThan(8);
    const request = requestOf(ask);
    const encoded = encodeRoute(id, request);
    if (refused !== undefined) {
      expect(encoded.unsupported.map(({ code }) => code)).toContain(refused);
      return;
    }
    expect(encoded.unsupported).toEqual([]);
    const nothing = { annotations: {}, serviceAnnotations: {}, fields: {}, rules: request.paths.map(() => ({})), objects: [] };
    const { paths, ...words } = gives ?? {};
    expect(wordsOf(encoded)).toEqual({ ...nothing, ...words });
    if (paths) expect(encoded.paths.map(({ path, pathType }) => ({ path, pathType }))).toEqual(paths);
    // The API server takes no other path of an Ingress.
    if (encoded.carrier === 'Ingress') expect(encoded.paths.filter(({ path }) => !path.startsWith('/'))).toEqual([]);
    // That the controller is retired says nothing of the option.
    expect(encoded.notes.map(({ code }) => code).filter((code) => code !== 'EP351')).toEqual(notes);
  });

  const readers = dialect && CARRIERS[dialect.carrier] ? cases : [];
  const shown = readers.filter(({ gives }) => gives !== undefined).map((one) => [JSON.stringify(one.ask), one] as const);
  it.each(shown)('%s is read back as what gives the same', (_, { ask }) => {
    const request = requestOf(ask);
    const encoded = encodeRoute(id, request);
    const metadata = { name: 'web', namespace: 'shop', annotations: encoded.annotations };
    const backends = request.paths.map(() => ({ name: 'web', port: 80 }));
    const [route, ...further] = (dialect && CARRIERS[dialect.carrier])?.build({ metadata, request, encoded, backends }) ?? [];
    const service: KubeObject = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop', annotations: encoded.serviceAnnotations },
    };
    const decoded = decodeRoute(id, { route: route as KubeObject, service, objects: [...encoded.objects, ...further] });
    // EP384: what the controller does with the words, not a word.
    expect(decoded.findings.filter(({ code }) => code !== 'EP384')).toEqual([]);
    const again = encodeRoute(id, requestOf(decoded.spec));
    expect({ ...wordsOf(again), paths: again.paths }).toEqual({ ...wordsOf(encoded), paths: encoded.paths });
  });

  it.each(lacks)('lacks %s, and says so by name', (option) => {
    const { unsupported } = encodeRoute(id, requestOf(SAMPLE[option]));
    const own = unsupported.filter(({ field }) => field === fieldOf(option));
    expect(own).toHaveLength(1);
    expect(own[0]?.code).toBe('EP280');
    expect(own[0]?.message).toContain(dialect?.title);
  });

  it.each(reads.map((one) => [JSON.stringify(one.annotations ?? one.route), one] as const))('reads %s', (_, reading) => {
    const { route, annotations, serviceAnnotations, objects = [], means, findings = [] } = reading;
    const carrier = dialect && CARRIERS[dialect.carrier];
    const base = { apiVersion: carrier?.apiVersion ?? '', kind: carrier?.kind ?? '' };
    const object = { ...base, metadata: { name: 'web', namespace: 'shop', ...(annotations ? { annotations } : {}) }, ...route };
    const service: KubeObject | undefined = serviceAnnotations && {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop', annotations: serviceAnnotations },
    };
    const decoded = decodeRoute(id, { route: object as KubeObject, objects, ...(service ? { service } : {}) });
    expect(decoded.findings.map(({ code }) => code)).toEqual(findings);
    expect(decoded.spec).toMatchObject(means);
  });

  it('has a case for every row that writes something', () => {
    // A row that several dialects have needs its case in one of them.
    const owners = (rule: OptionRow): Case[] =>
      [...tables].flatMap(([other, table]) => (dialectById(other)?.dialect.options.includes(rule) ? table.cases : []));
    const isShown = (rule: OptionRow): boolean =>
      owners(rule).some(({ ask, gives }) => {
        if (gives === undefined || !isAsked(ask, rule.option)) return false;
        const own = REWRITE_STYLES[dialect?.rewrite ?? 'none'];
        if (own?.hasOwnWords === true && own.options.includes(rule.option)) return true;
        const text = JSON.stringify(gives);
        const last = rule.field?.split('.').at(-1) ?? '';
        return (rule.annotation === undefined || text.includes(JSON.stringify(rule.annotation))) && text.includes(last);
      });
    const silent = (rule: OptionRow): boolean =>
      rule.verdict === 'none' || (rule.annotation === undefined && rule.field === undefined && rule.alsoFields === undefined);
    const missing = options.filter((rule) => !silent(rule) && !isShown(rule));
    expect(missing.map((rule) => `${rule.option} ${rule.annotation ?? rule.field ?? ''}`)).toEqual([]);
  });

  it.each(COMPLETE.has(id) ? [id] : [])('states every option of %s, supported or not', () => {
    const supported = ROUTE_OPTIONS.filter((option) => options.some((rule) => rule.option === option && rule.verdict !== 'none'));
    // How far an address reaches is that of the controller: nothing is written for it, and nothing refused.
    expect(supported).not.toContain('access.scope');
    expect([...supported, 'access.scope', ...lacks].toSorted()).toEqual([...ROUTE_OPTIONS].toSorted());
  });
});

function fieldOf(option: RouteOption): string {
  if (option === 'paths.type') return 'spec.paths[].type';
  return option.startsWith('paths.') ? 'spec.paths[].rewrite' : `spec.${option}`;
}

function isAsked(ask: Ask, option: RouteOption): boolean {
  const { paths = [] } = ask;
  if (option === 'paths.type') return paths.some(({ type }) => type !== undefined);
  if (option === 'paths.rewrite') return paths.some(({ rewrite }) => typeof rewrite === 'string');
  if (option === 'paths.rewrite.full') return paths.some(({ rewrite }) => typeof rewrite === 'object');
  // The port of another Service is that of the route unless it is said.
  if (option === 'options.canary.port' || option === 'options.mirror.port') return dig(ask, ...option.split('.').slice(0, 2)) !== undefined;
  return dig(ask, ...option.split('.')) !== undefined;
}

describe('every dialect', () => {
  it.each(DIALECTS.map(({ dialect }) => dialect.id))('%s takes any access.scope, with a word or without', (id) => {
    for (const scope of ['public', 'internal'] as const) expect(encodeRoute(id, requestOf({ access: { scope } })).unsupported).toEqual([]);
  });

  it('has cases', () => {
    expect(DIALECTS.map(({ dialect }) => dialect.id).filter((id) => !tables.has(id))).toEqual([]);
  });
});
