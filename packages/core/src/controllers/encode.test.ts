import { describe, expect, it } from 'vitest';
import type { RouteRequest } from './dialect.js';
import { encodeRoute, redirectTrap } from './encode.js';

const N = 'nginx.ingress.kubernetes.io/';
const route = (parts: Partial<RouteRequest> = {}): RouteRequest => ({
  hosts: ['shop.example.com'],
  paths: [{ path: '/', type: 'Prefix' }],
  className: 'nginx',
  ...parts,
});
const nginx = (parts: Partial<RouteRequest> = {}) => encodeRoute('ingress-nginx', route(parts));
const codes = (list: { code: string }[]) => list.map((entry) => entry.code);

describe('ingress-nginx', () => {
  it('needs nothing for host, path and TLS, and says that it is retired', () => {
    const encoded = nginx({ tls: { mode: 'terminate' } });
    expect(encoded).toMatchObject({ annotations: {}, paths: [{ path: '/', pathType: 'Prefix' }], unsupported: [] });
    expect(codes(encoded.notes)).toEqual(['EP351']);
    expect(encoded.notes[0]?.message).toContain('IngressClass nginx');
  });

  // Expectations: kubernetes/ingress-nginx docs/user-guide/nginx-configuration/annotations.md, controller-v1.15.1.
  it.each<[string, Partial<RouteRequest>, Record<string, string>]>([
    ['bodySize', { options: { bodySize: '20Mi' } }, { 'proxy-body-size': '20m' }],
    [
      'timeouts in whole seconds',
      { options: { connectTimeout: '5s', readTimeout: '1m30s', sendTimeout: '2m' } },
      { 'proxy-connect-timeout': '5', 'proxy-read-timeout': '90', 'proxy-send-timeout': '120' },
    ],
    ['allowFrom', { allowFrom: ['10.0.0.0/8', '192.0.2.0/24'] }, { 'whitelist-source-range': '10.0.0.0/8,192.0.2.0/24' }],
    ['backendProtocol https', { options: { backendProtocol: 'https' } }, { 'backend-protocol': 'HTTPS' }],
    ['backendProtocol grpc', { options: { backendProtocol: 'grpc' } }, { 'backend-protocol': 'GRPC' }],
    ['backendProtocol http', { options: { backendProtocol: 'http' } }, {}],
    ['websocket', { options: { backendProtocol: 'websocket' } }, {}],
    ['redirect on', { tls: { mode: 'terminate', redirect: true } }, { 'ssl-redirect': 'true' }],
    ['redirect off', { tls: { mode: 'terminate', redirect: false } }, { 'ssl-redirect': 'false' }],
    ['redirect without TLS of its own', { redirectOnly: true }, { 'force-ssl-redirect': 'true' }],
    ['passthrough', { tls: { mode: 'passthrough' } }, { 'ssl-passthrough': 'true' }],
    ['targets pod', { options: { targets: 'pod' } }, {}],
    ['targets node', { options: { targets: 'node' } }, { 'service-upstream': 'true' }],
  ])('%s', (_, parts, expected) => {
    const encoded = nginx(parts);
    expect(encoded.annotations).toEqual(Object.fromEntries(Object.entries(expected).map(([key, value]) => [N + key, value])));
    expect(encoded.unsupported).toEqual([]);
  });

  it('refuses what it cannot express by option and controller', () => {
    const [finding] = nginx({ options: { backendProtocol: 'h2c' } }).unsupported;
    expect(finding).toMatchObject({
      code: 'EP280',
      level: 'error',
      message: 'ingress-nginx cannot express backendProtocol h2c',
      field: 'spec.options.backendProtocol',
    });
    expect(codes(nginx({ options: { readTimeout: '0s' } }).unsupported)).toEqual(['EP284']);
  });

  it('says when a timeout is rounded and when targets differ', () => {
    expect(nginx({ options: { readTimeout: '1500ms' } }).notes.find((note) => note.code === 'EP353')).toMatchObject({
      level: 'info',
      message: expect.stringContaining('1500ms becomes 2s'),
    });
    expect(nginx({ options: { targets: 'node' } }).notes.find((note) => note.code === 'EP353')).toMatchObject({ level: 'warning' });
  });

  describe('rewrite of the prefix', () => {
    const prefix = (path: string, rewrite: string, type: 'Prefix' | 'Exact' = 'Prefix') => nginx({ paths: [{ path, type, rewrite }] });

    it.each([
      ['/demo', '/', '/demo(/|$)(.*)', '/$2'],
      ['/demo/', '/', '/demo(/|$)(.*)', '/$2'],
      ['/demo', '/app', '/demo(/|$)(.*)', '/app/$2'],
      ['/demo', '/app/', '/demo(/|$)(.*)', '/app/$2'],
      ['/', '/app', '/()(.*)', '/app/$2'],
      ['/v1.0/x', '/', '/v1[.]0/x(/|$)(.*)', '/$2'],
    ])('%s → %s', (path, rewrite, regex, target) => {
      const encoded = prefix(path, rewrite);
      expect(encoded.paths).toEqual([{ path: regex, pathType: 'ImplementationSpecific', fields: {} }]);
      expect(encoded.annotations).toEqual({ [`${N}rewrite-target`]: target, [`${N}use-regex`]: 'true' });
      expect(codes(encoded.notes)).toContain('EP350');
    });

    // What nginx does with the location and the target: https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#rewrite
    it.each([
      ['/demo', '/', '/demo', '/'],
      ['/demo', '/', '/demo/', '/'],
      ['/demo', '/', '/demo/a/b', '/a/b'],
      ['/demo', '/', '/demolition', undefined],
      ['/demo', '/app', '/demo/a', '/app/a'],
      ['/', '/app', '/a/b', '/app/a/b'],
      ['/', '/app', '/', '/app/'],
      ['/v1.0', '/', '/v1x0/a', undefined],
    ])('%s → %s turns %s into %s', (path, rewrite, request, expected) => {
      const encoded = prefix(path, rewrite);
      const match = new RegExp(`^${encoded.paths[0]?.path}`, 'i').exec(request);
      const target = encoded.annotations[`${N}rewrite-target`] ?? '';
      expect(match ? target.replace('$2', match[2] ?? '') : undefined).toBe(expected);
    });

    it('of an Exact path is the whole path', () => {
      expect(prefix('/demo', '/', 'Exact')).toMatchObject({
        paths: [{ path: '/demo$', pathType: 'ImplementationSpecific', fields: {} }],
        annotations: { [`${N}rewrite-target`]: '/' },
      });
    });

    it('/ → / changes nothing', () => {
      expect(prefix('/', '/')).toMatchObject({ annotations: {}, paths: [{ path: '/', pathType: 'Prefix' }] });
    });

    it.each([
      ['/a(b)', '/'],
      ['/a b', '/'],
      ['/demo', '/$1'],
      ['/demo', '/a;b'],
    ])('refuses %s → %s', (path, rewrite) => {
      const encoded = prefix(path, rewrite);
      expect(codes(encoded.unsupported)).toEqual(['EP284']);
      expect(encoded.annotations).toEqual({});
    });

    it('refuses a pattern of the controller’s own', () => {
      expect(codes(nginx({ paths: [{ path: '/x.*', type: 'ImplementationSpecific', rewrite: '/' }] }).unsupported)).toEqual(['EP284']);
    });
  });

  describe('rewrite of the whole path', () => {
    it('is the literal annotation, the path untouched', () => {
      const encoded = nginx({ paths: [{ path: '/', type: 'Prefix', rewrite: { full: '/' } }] });
      expect(encoded.annotations).toEqual({ [`${N}rewrite-target`]: '/' });
      expect(encoded.paths).toEqual([{ path: '/', pathType: 'Prefix', fields: {} }]);
      expect(encoded.notes.find((note) => note.code === 'EP350')?.message).toContain('shop.example.com');
    });

    it('takes groups where the path can have them', () => {
      expect(nginx({ paths: [{ path: '/a/(.*)', type: 'ImplementationSpecific', rewrite: { full: '/$1' } }] }).annotations).toEqual({
        [`${N}rewrite-target`]: '/$1',
      });
      expect(codes(nginx({ paths: [{ path: '/a', type: 'Prefix', rewrite: { full: '/$1' } }] }).unsupported)).toEqual(['EP284']);
    });

    it('refuses letters that the controller refuses', () => {
      expect(codes(nginx({ paths: [{ path: '/', type: 'Prefix', rewrite: { full: '/a?b' } }] }).unsupported)).toEqual(['EP284']);
    });
  });

  it('takes several paths that agree, and refuses those that do not', () => {
    const agree = nginx({
      paths: [
        { path: '/a', type: 'Prefix', rewrite: '/' },
        { path: '/b', type: 'Prefix', rewrite: '/' },
      ],
    });
    expect(agree.paths.map((entry) => entry.path)).toEqual(['/a(/|$)(.*)', '/b(/|$)(.*)']);
    const differ = nginx({
      paths: [
        { path: '/a', type: 'Prefix', rewrite: '/' },
        { path: '/b', type: 'Prefix' },
      ],
    });
    expect(differ.unsupported).toMatchObject([{ code: 'EP283', message: expect.stringContaining('/a → prefix /, /b → unchanged') }]);
    expect(differ.annotations).toEqual({});
  });

  it('passthrough excludes paths and options, and needs a host', () => {
    const encoded = nginx({
      hosts: [],
      tls: { mode: 'passthrough' },
      paths: [{ path: '/x', type: 'Prefix', rewrite: '/' }],
      options: { bodySize: '1Mi' },
    });
    expect(codes(encoded.unsupported)).toEqual(['EP289', 'EP289', 'EP289']);
    expect(encoded.notes.find((note) => note.code === 'EP354')?.message).toContain('--enable-ssl-passthrough');
  });
});

describe('other controllers', () => {
  const options: Partial<RouteRequest> = {
    options: { bodySize: '1Mi' },
    allowFrom: ['10.0.0.0/8'],
    tls: { mode: 'terminate', redirect: true },
    paths: [{ path: '/a', type: 'Prefix', rewrite: '/' }],
  };

  it('that are known take host, path and TLS; options are refused by name', () => {
    expect(encodeRoute('tailscale', route({ tls: { mode: 'terminate' } }))).toEqual({
      carrier: 'Ingress',
      annotations: {},
      serviceAnnotations: {},
      fields: {},
      paths: [{ path: '/', pathType: 'Prefix', fields: {} }],
      objects: [],
      notes: [],
      unsupported: [],
    });
    const { unsupported, annotations } = encodeRoute('tailscale', route(options));
    expect(annotations).toEqual({});
    expect(unsupported.map((finding) => [finding.code, finding.field])).toEqual([
      ['EP281', 'spec.tls.redirect'],
      ['EP281', 'spec.paths[].rewrite'],
      ['EP281', 'spec.access.allowFrom'],
      ['EP281', 'spec.options.bodySize'],
    ]);
    expect(unsupported[3]?.message).toBe('bodySize is not yet supported for Tailscale operator');
  });

  it('that are not known get no annotations either', () => {
    const { unsupported } = encodeRoute(undefined, route(options));
    expect(codes(unsupported)).toEqual(['EP282', 'EP282', 'EP282', 'EP282']);
    expect(unsupported[0]?.message).toContain('IngressClass nginx');
  });

  it('need no words for what they do anyway', () => {
    expect(encodeRoute('traefik', route({ options: { backendProtocol: 'http', targets: 'pod' } })).unsupported).toEqual([]);
    expect(codes(encodeRoute(undefined, route({ options: { backendProtocol: 'http', targets: 'pod' } })).unsupported)).toEqual(['EP282']);
  });
});

describe('redirectTrap', () => {
  it('warns when HTTPS enters by another port than 443', () => {
    const tls = { mode: 'terminate' } as const;
    expect(redirectTrap('ingress-nginx', route({ tls }), 31443)).toMatchObject({
      code: 'EP352',
      level: 'warning',
      message: expect.stringContaining('31443'),
    });
    expect(redirectTrap('ingress-nginx', route({ tls }), 443)).toBeUndefined();
    expect(redirectTrap('ingress-nginx', route({ tls: { ...tls, redirect: false } }), 31443)).toBeUndefined();
    expect(redirectTrap('ingress-nginx', route(), 31443)).toBeUndefined();
    expect(redirectTrap('traefik', route({ tls }), 31443)).toBeUndefined();
  });
});
