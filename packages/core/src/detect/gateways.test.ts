import { describe, expect, it } from 'vitest';
import { files, GATEWAY_APIS, gateway, namespace, snapshot } from '../../test/fixtures/cluster.js';
import type { GatewayFact } from './facts.js';
import { detectGateways, hostsMeet, listenersFor, type WouldBeRoute } from './gateways.js';

const cluster = (parts: Parameters<typeof gateway>[0] = {}, labels: Record<string, string> = {}) =>
  snapshot({ objects: [...gateway(parts), namespace('shop', labels)], apis: GATEWAY_APIS });
const first = (shot: ReturnType<typeof cluster>): GatewayFact => {
  const [fact] = detectGateways(shot).gateways;
  if (!fact) throw new Error('no Gateway');
  return fact;
};

describe('detectGateways', () => {
  it('reads versions, class, controller, address and listeners', () => {
    const fact = detectGateways(cluster());
    expect(fact).toMatchObject({
      served: 'yes',
      known: 'yes',
      versions: { HTTPRoute: 'gateway.networking.k8s.io/v1' },
      classes: [{ name: 'eg', controller: 'envoy-gateway', accepted: 'yes' }],
    });
    expect(fact.versions['TCPRoute']).toBeUndefined();
    expect(fact.gateways).toMatchObject([
      {
        className: 'eg',
        controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
        programmed: 'yes',
        addresses: ['203.0.113.10'],
        listeners: [
          { name: 'http', port: 80, kinds: ['HTTPRoute', 'GRPCRoute'], from: 'All' },
          { name: 'https', tlsMode: 'Terminate' },
        ],
      },
    ]);
  });

  it('takes the kinds that a listener names, those of other groups left out', () => {
    const kinds = [
      { kind: 'GRPCRoute' },
      { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' },
      { group: 'example.com', kind: 'TCPRoute' },
    ];
    const listeners = [{ name: 'http', protocol: 'HTTP', port: 80, allowedRoutes: { kinds } }];
    expect(first(cluster({ listeners })).listeners[0]?.kinds).toEqual(['GRPCRoute', 'HTTPRoute']);
  });

  it('takes the best version that is served', () => {
    const apis = {
      'gateway.networking.k8s.io/v1alpha2': ['TCPRoute', 'TLSRoute'],
      'gateway.networking.k8s.io/v1': ['HTTPRoute', 'TLSRoute'],
    };
    expect(detectGateways(snapshot({ apis })).versions).toMatchObject({
      TCPRoute: 'gateway.networking.k8s.io/v1alpha2',
      TLSRoute: 'gateway.networking.k8s.io/v1',
    });
  });

  it('says that the API is not there, and does not for files', () => {
    expect(detectGateways(snapshot())).toMatchObject({ served: 'no', known: 'yes' });
    expect(detectGateways(files([]))).toMatchObject({ served: 'unknown', known: 'unknown' });
  });

  it('says why a Gateway is not Programmed', () => {
    expect(first(cluster({ programmed: false, address: '' })).evidence[0]).toBe(
      'Gateway infra/edge is not Programmed (AddressNotAssigned)',
    );
  });
});

describe('listenersFor', () => {
  const listener = (fields: Record<string, unknown>) => [{ name: 'l', protocol: 'HTTP', port: 80, ...fields }];
  const ask = (fields: Record<string, unknown>, route: Partial<WouldBeRoute> = {}, labels: Record<string, string> = {}) => {
    const shot = cluster({ listeners: listener(fields) }, labels);
    return listenersFor(shot, first(shot), { kind: 'HTTPRoute', namespace: 'shop', hosts: ['shop.example.com'], ...route })[0];
  };
  const from = (value: string, selector?: unknown) => ({
    allowedRoutes: { namespaces: { from: value, ...(selector === undefined ? {} : { selector }) } },
  });

  it.each<[string, Record<string, unknown>, Partial<WouldBeRoute>, Record<string, string>, string]>([
    ['another namespace by default', {}, {}, {}, 'no'],
    ['its own namespace by default', {}, { namespace: 'infra' }, {}, 'yes'],
    ['all namespaces', from('All'), {}, {}, 'yes'],
    ['none', from('None'), { namespace: 'infra' }, {}, 'no'],
    ['a selector that matches', from('Selector', { matchLabels: { expose: 'yes' } }), {}, { expose: 'yes' }, 'yes'],
    [
      'a selector by the name of the namespace',
      from('Selector', { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } }),
      {},
      {},
      'yes',
    ],
    ['a selector that does not match', from('Selector', { matchLabels: { expose: 'yes' } }), {}, {}, 'no'],
    ['a namespace that was not read', from('Selector', { matchLabels: { expose: 'yes' } }), { namespace: 'far' }, {}, 'unknown'],
    ['its host name', { ...from('All'), hostname: 'shop.example.com' }, {}, {}, 'yes'],
    ['a wildcard', { ...from('All'), hostname: '*.example.com' }, {}, {}, 'yes'],
    ['another host name', { ...from('All'), hostname: 'other.example.com' }, {}, {}, 'no'],
    ['no host name asked for', { ...from('All'), hostname: 'other.example.com' }, { hosts: [] }, {}, 'yes'],
    ['another kind', from('All'), { kind: 'TCPRoute' }, {}, 'no'],
    ['a kind it names', { protocol: 'TCP', ...from('All') }, { kind: 'TCPRoute' }, {}, 'yes'],
    [
      'a kind of the Gateway API by its group',
      { allowedRoutes: { namespaces: { from: 'All' }, kinds: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' }] } },
      {},
      {},
      'yes',
    ],
    [
      'a kind of another group',
      { allowedRoutes: { namespaces: { from: 'All' }, kinds: [{ group: 'example.com', kind: 'HTTPRoute' }] } },
      {},
      {},
      'no',
    ],
    ['only kinds it names', { allowedRoutes: { namespaces: { from: 'All' }, kinds: [{ kind: 'GRPCRoute' }] } }, {}, {}, 'no'],
  ])('%s', (_, fields, route, labels, expected) => {
    expect(ask(fields, route, labels)?.allowed).toBe(expected);
  });

  it('looks at the named listener only', () => {
    const shot = cluster();
    expect(
      listenersFor(shot, first(shot), { kind: 'HTTPRoute', namespace: 'shop', hosts: [], sectionName: 'https' }).map(
        (answer) => answer.listener.name,
      ),
    ).toEqual(['https']);
  });
});

describe('hostsMeet', () => {
  it.each([
    ['a.example.com', 'A.example.com', true],
    ['*.example.com', 'a.b.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', '*.b.example.com', true],
    ['*.example.com', 'a.badexample.com', false],
    ['a.example.com', 'b.example.com', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(hostsMeet(a, b)).toBe(expected);
    expect(hostsMeet(b, a)).toBe(expected);
  });
});
