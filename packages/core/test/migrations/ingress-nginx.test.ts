import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { decodeRoute, dialectById, DIALECTS, verdictsFor, type ExposureSpec, type KubeObject } from '@expose-plus/core';

interface Word {
  name: string;
  value: string;
  means: string;
  with?: Record<string, string>;
}
const { annotations: WORDS } = load(readFileSync(new URL('ingress-nginx.yaml', import.meta.url), 'utf8')) as { annotations: Word[] };
const N = 'nginx.ingress.kubernetes.io/';
const CANARY = { canary: 'true', 'canary-weight': '20', 'canary-by-header': 'X-Canary' };

interface Parts {
  name?: string;
  annotations?: Record<string, string>;
  paths?: { path: string; pathType?: string }[];
  host?: string;
  service?: string;
}

function ingress({
  name = 'web',
  annotations = {},
  paths = [{ path: '/', pathType: 'Prefix' }],
  host = 'example.com',
  service = 'web',
}: Parts): KubeObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      namespace: 'shop',
      annotations: Object.fromEntries(Object.entries(annotations).map(([key, value]) => [N + key, value])),
    },
    spec: {
      ingressClassName: 'nginx',
      rules: [
        {
          host,
          http: {
            paths: paths.map(({ path, pathType = 'ImplementationSpecific' }) => ({
              path,
              pathType,
              backend: { service: { name: service, port: { number: 80 } } },
            })),
          },
        },
      ],
    },
  };
}

function decode(route: KubeObject, ...objects: KubeObject[]): ReturnType<typeof decodeRoute> {
  return decodeRoute('ingress-nginx', { route, objects });
}

const codes = (list: readonly { code: string }[]): string[] => list.map(({ code }) => code);

/** An Ingress with an annotation, or with a canary that has it, in neutral terms. */
function withWord({ name, value, means, with: beside }: Word): ReturnType<typeof decodeRoute> {
  // Only an expression shows what becomes of expressions.
  const paths = means === 'paths' ? { paths: [{ path: '/v[0-9]+' }] } : {};
  if (means !== 'canary') return decode(ingress({ ...paths, annotations: { ...beside, [name]: value } }));
  const canary = ingress({ name: 'web-next', service: 'web-next', annotations: { ...CANARY, [name]: value } });
  return decode(ingress({}), canary);
}

function field(spec: ExposureSpec, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], spec);
}

describe('every annotation that ingress-nginx documents', () => {
  it('is in the list once', () => {
    const names = WORDS.map(({ name }) => name);
    expect(names).toHaveLength(new Set(names).size);
    expect(names.length).toBeGreaterThanOrEqual(120);
  });

  it('and every one that the dialect knows is in the list', () => {
    const dialect = dialectById('ingress-nginx')?.dialect;
    const known = (dialect?.options ?? []).flatMap(({ annotation, also = {}, reads = [] }) => [
      annotation,
      ...Object.keys(also),
      ...reads.map((old) => old.annotation),
    ]);
    const names = new Set(WORDS.map(({ name }) => N + name));
    expect([...new Set(known)].filter((key) => key !== undefined && !names.has(key))).toEqual([]);
  });

  it.each(WORDS.map((word) => [word.name, word.means, word] as const))('%s means %s', (_, means, word) => {
    const { spec, findings } = withWord(word);
    const plain = decode(ingress({ ...(means === 'paths' ? { paths: [{ path: '/v[0-9]+' }] } : {}), annotations: word.with ?? {} })).spec;
    const own = findings.filter(({ code, message }) => (code === 'EP380' || code === 'EP381') && message.startsWith(`${N}${word.name}:`));
    if (means === 'foreign') {
      expect(codes(own)).toEqual(['EP380']);
      expect(own[0]?.message.length).toBeGreaterThan(`${N}${word.name}: ${word.value}`.length + 10);
      return;
    }
    expect(own).toEqual([]);
    const path = means === 'canary' ? 'options.canary' : means;
    expect(field(spec, path)).toBeDefined();
    expect(field(spec, path)).not.toEqual(field(plain, path));
  });

  it.each(DIALECTS.map(({ dialect }) => dialect.id))('has a verdict for %s', (target) => {
    for (const word of WORDS.filter(({ means }) => means !== 'foreign' && means !== 'hosts')) {
      const verdicts = verdictsFor(target, withWord(word).spec, 'ingress-nginx');
      // Without TLS there is no redirect to switch off, nowhere.
      if (word.name !== 'ssl-redirect') expect(verdicts.length, word.name).toBeGreaterThan(0);
      for (const { verdict, reason } of verdicts) if (verdict !== 'exact') expect(reason?.length, word.name).toBeGreaterThan(10);
    }
  });
});

// kubernetes-sigs/ingress2gateway, pkg/i2gw/providers/ingressnginx/README.md and the features of that folder.
const CONVERTED = [
  'canary',
  'canary-by-header',
  'canary-by-header-value',
  'canary-by-header-pattern',
  'canary-weight',
  'canary-weight-total',
  'server-alias',
  'rewrite-target',
  'use-regex',
  'ssl-redirect',
  'force-ssl-redirect',
  'permanent-redirect',
  'permanent-redirect-code',
  'temporal-redirect',
  'temporal-redirect-code',
  'app-root',
  'enable-cors',
  'cors-allow-origin',
  'cors-allow-methods',
  'cors-allow-headers',
  'cors-expose-headers',
  'cors-allow-credentials',
  'cors-max-age',
  'upstream-vhost',
  'x-forwarded-prefix',
  'connection-proxy-header',
  'whitelist-source-range',
  'allowlist-source-range',
  'denylist-source-range',
  'proxy-body-size',
  'proxy-connect-timeout',
];
const GATEWAYS = ['gateway-api', 'envoy-gateway', 'nginx-gateway-fabric', 'traefik-gateway'];

describe('what ingress2gateway converts', () => {
  it.each(CONVERTED)('%s is exact or approximate for the Gateway API or one of its implementations', (name) => {
    const word = WORDS.find((candidate) => candidate.name === name);
    if (!word) throw new Error(`${name} is not in the list`);
    const before = new Set(Object.keys(decode(ingress({ annotations: word.with ?? {} })).spec.options ?? {}));
    const { spec } = withWord(word);
    const able = GATEWAYS.filter((target) => dialectById(target) !== undefined).filter((target) => {
      const own = verdictsFor(target, spec).filter(({ option }) => !before.has(option.split('.')[1] ?? ''));
      return own.every(({ verdict }) => verdict !== 'none');
    });
    expect(able).not.toEqual([]);
  });
});

// https://kubernetes.io/blog/2026/02/27/ingress-nginx-before-you-migrate/
describe('a route that relies on a behaviour of ingress-nginx', () => {
  const relied = (route: KubeObject, ...objects: KubeObject[]): string[] =>
    decode(route, ...objects)
      .findings.filter(({ code, level }) => code === 'EP384' && level === 'warning')
      .map(({ message }) => message);

  it('says that its expressions ignore case and match the beginning', () => {
    const [message, ...more] = relied(ingress({ annotations: { 'use-regex': 'true' }, paths: [{ path: '/a' }] }));
    expect(message).toContain('case-insensitive');
    expect(message).toContain('/abc');
    expect(more).toEqual([]);
  });

  it('says that a rewrite implies expressions', () => {
    expect(relied(ingress({ annotations: { 'rewrite-target': '/' } }))[0]).toContain('although use-regex is not set');
  });

  it('says that another Ingress of the host makes its paths expressions, and that it does so to others', () => {
    const plain = ingress({ paths: [{ path: '/a', pathType: 'Exact' }] });
    const regex = ingress({ name: 'other', annotations: { 'use-regex': 'true' } });
    expect(relied(plain, regex)).toEqual([expect.stringContaining('because of shop/Ingress/other')]);
    expect(relied(regex, plain)[1]).toContain('makes expressions of the paths of shop/Ingress/web');
    expect(relied(plain, ingress({ name: 'other', annotations: { 'use-regex': 'true' }, host: 'elsewhere.example.com' }))).toEqual([]);
  });

  it('says that a path with a slash at its end is redirected to', () => {
    expect(relied(ingress({ paths: [{ path: '/docs/', pathType: 'Prefix' }] }))).toEqual([
      'a request for /docs is redirected to /docs/ with 301',
    ]);
    expect(relied(ingress({ paths: [{ path: '/docs', pathType: 'Prefix' }] }))).toEqual([]);
  });

  it('says that a path of its own type matches by letters, and reads it as a prefix', () => {
    const route = ingress({ paths: [{ path: '/docs' }] });
    expect(relied(route)).toEqual([expect.stringContaining('/docs also matches /docsx')]);
    expect(decode(route).spec.paths).toEqual([{ path: '/docs', type: 'Prefix' }]);
  });

  it('is told that requests are put in order before they are compared', () => {
    const infos = decode(ingress({ paths: [{ path: '/a', pathType: 'Prefix' }] })).findings.filter(({ code }) => code === 'EP384');
    expect(infos).toMatchObject([{ level: 'info', message: expect.stringContaining('double slashes') }]);
    expect(codes(decode(ingress({ paths: [{ path: '/', pathType: 'Prefix' }] })).findings)).toEqual([]);
  });
});

describe('verdicts', () => {
  it('say what is exact, near and impossible, and what is left open', () => {
    const { spec } = decode(
      ingress({ paths: [{ path: '/', pathType: 'Prefix' }], annotations: { 'proxy-body-size': '8m', 'upstream-vhost': 'a.example.com' } }),
    );
    const verdicts = verdictsFor('gateway-api', spec, 'ingress-nginx');
    expect(verdicts).toContainEqual({ option: 'options.hostHeader', verdict: 'exact' });
    expect(verdicts.find(({ option }) => option === 'options.bodySize')).toMatchObject({ verdict: 'none' });
    expect(verdicts.find(({ option }) => option === 'options.readTimeout')).toMatchObject({ verdict: 'approximate', silent: true });
    // CORS is not used, so that its default does not matter.
    expect(verdicts.map(({ option }) => option)).not.toContain('options.cors.credentials');
  });
});
