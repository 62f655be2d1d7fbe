import * as fc from 'fast-check';
import { encodeLoadBalancer, STRATEGIES, type Exposure, type ExposureSpec, type KubeObject } from '@expose-plus/core';
import { requests, settingsOf, type Values } from '../../../core/test/properties/load-balancer-requests.js';
import { DIALECTS, optionsOf } from './route-options.js';

/** A workload with its Services, and a request for it. */
export interface Case {
  objects: KubeObject[];
  target: { apiVersion: string; kind: string; name: string };
  spec: ExposureSpec;
}

const label = fc.stringMatching(/^[a-z]([-a-z0-9]{0,8}[a-z0-9])?$/);
const longLabel = fc.stringMatching(/^[a-z][-a-z0-9]{50,60}[a-z0-9]$/).filter((name) => !name.includes('--'));
const workloadName = fc.oneof(
  { weight: 6, arbitrary: label },
  { weight: 1, arbitrary: longLabel },
  { weight: 1, arbitrary: fc.constantFrom('2048', 'web.v2', 'a.b.c') },
);
const portName = fc.constantFrom('http', 'https', 'grpc', 'metrics', 'admin', 'redis', 'web', 'api', 'x');
const portNumber = fc.oneof(fc.constantFrom(80, 443, 8080, 6379, 9090, 50051, 53), fc.integer({ min: 1, max: 65535 }));
const protocol = fc.constantFrom('TCP' as const, 'TCP' as const, 'TCP' as const, 'UDP' as const);

interface Port {
  name?: string;
  containerPort: number;
  protocol?: 'TCP' | 'UDP';
}

const anyPort = fc.record({ name: portName, containerPort: portNumber, protocol }, { requiredKeys: ['containerPort'] });
const anyPorts = fc
  .uniqueArray(anyPort, { maxLength: 3, selector: ({ containerPort }) => containerPort })
  .map((list) => uniqueNames(list as Port[]));

function uniqueNames(list: Port[]): Port[] {
  return list.map((entry, index) => {
    const isTwin = entry.name !== undefined && list.slice(0, index).some((other) => other.name === entry.name);
    const { name: _, ...rest } = entry;
    return isTwin ? rest : entry;
  });
}

const rollout = fc.option(
  fc.oneof(
    fc.constant({ type: 'Recreate' }),
    fc.constant({ type: 'RollingUpdate' }),
    fc
      .record({ maxSurge: fc.constantFrom(0, 1, '25%', '0%', '50%'), maxUnavailable: fc.constantFrom(1, '25%', 0) })
      .map((rollingUpdate) => ({ type: 'RollingUpdate', rollingUpdate })),
  ),
  { nil: undefined, freq: 2 },
);

/** A workload of one to two containers, and Services that lead to it or nearly so. */
const input = fc
  .record({
    kind: fc.constantFrom('Deployment', 'Deployment', 'StatefulSet', 'DaemonSet', 'Pod'),
    name: workloadName,
    ports: fc.tuple(anyPorts, anyPorts),
    sidecar: fc.boolean(),
    replicas: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
    rollout,
    dnsPolicy: fc.constantFrom(undefined, undefined, 'ClusterFirst', 'Default', 'None'),
    service: fc.constantFrom('none', 'none', 'fitting', 'headless', 'other', 'renumbered'),
    labelled: fc.boolean(),
  })
  .filter((parts) => parts.ports[0].length + (parts.sidecar ? parts.ports[1].length : 0) > 0)
  .map((parts): Pick<Case, 'objects' | 'target'> & { ports: Port[] } => {
    const { kind, name } = parts;
    const own = parts.ports[0];
    const taken = new Set(own.map(({ containerPort }) => containerPort));
    const others = parts.sidecar
      ? uniqueNames([...own, ...parts.ports[1].filter(({ containerPort }) => !taken.has(containerPort))]).slice(own.length)
      : [];
    const labels = { app: 'demo', tier: 'x' };
    const containers = [
      { name: 'app', image: 'demo:1', ...(own.length > 0 ? { ports: own } : {}) },
      ...(parts.sidecar ? [{ name: 'side', image: 'side:1', ...(others.length > 0 ? { ports: others } : {}) }] : []),
    ];
    const podSpec = { containers, ...(parts.dnsPolicy === undefined ? {} : { dnsPolicy: parts.dnsPolicy }) };
    const field = kind === 'Deployment' ? 'strategy' : 'updateStrategy';
    const isRollable = parts.rollout !== undefined && kind !== 'Pod' && !(kind !== 'Deployment' && parts.rollout.type === 'Recreate');
    const rolling = isRollable && kind === 'StatefulSet' ? { type: 'RollingUpdate' } : parts.rollout;
    const template = { metadata: { labels: { ...labels, more: 'y' } }, spec: podSpec };
    const workload: KubeObject =
      kind === 'Pod'
        ? { apiVersion: 'v1', kind, metadata: { name, ...(parts.labelled ? { labels } : {}) }, spec: podSpec }
        : {
            apiVersion: 'apps/v1',
            kind,
            metadata: { name },
            spec: {
              ...(parts.replicas === undefined || kind === 'DaemonSet' ? {} : { replicas: parts.replicas }),
              ...(isRollable ? { [field]: rolling } : {}),
              selector: { matchLabels: labels },
              template,
            },
          };
    const listed = [...own, ...others];
    const isSelected = kind !== 'Pod' || parts.labelled;
    const service = isSelected && own.length > 0 ? serviceOf(parts.service, name, labels, own) : undefined;
    return { objects: [workload, ...(service ? [service] : [])], target: { apiVersion: workload.apiVersion, kind, name }, ports: listed };
  });

function serviceOf(how: string, name: string, selector: Record<string, string>, ports: Port[]): KubeObject | undefined {
  if (how === 'none') return undefined;
  const serviceName = /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name) && how !== 'other' ? name : 'other';
  const shift = how === 'renumbered' ? 1 : 0;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: serviceName },
    spec: {
      ...(how === 'headless' ? { clusterIP: 'None' } : {}),
      selector,
      ports: ports.map((entry, index) => ({
        ...(entry.name === undefined && ports.length === 1 ? {} : { name: entry.name ?? `p${index}` }),
        port: Math.min(65535, entry.containerPort + shift),
        targetPort: entry.name ?? entry.containerPort,
        ...(entry.protocol === undefined ? {} : { protocol: entry.protocol }),
      })),
    },
  };
}

const host = fc.constantFrom('web.example.com', 'a.example.org', '*.example.net');
const pathTo = (ports: Port[]): fc.Arbitrary<NonNullable<ExposureSpec['paths']>[number]> =>
  fc.record(
    {
      port: fc.constantFrom<number | string>(
        ...(ports.length === 0 ? [8080] : ports.map(({ name, containerPort }) => name ?? containerPort)),
      ),
      path: fc.constantFrom('/', '/demo', '/demo/', '/a.b/c', '/x(y)'),
      type: fc.constantFrom('Prefix' as const, 'Exact' as const, 'ImplementationSpecific' as const, 'RegularExpression' as const),
      rewrite: fc.constantFrom('/', '/new', '/new/', { full: '/' }, { full: '/x' }),
    },
    { requiredKeys: ['path'] },
  ) as fc.Arbitrary<NonNullable<ExposureSpec['paths']>[number]>;
const cidr = fc.constantFrom('203.0.113.0/24', '2001:db8::/32', '10.0.0.0/8');
const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq = 2): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined, freq });
const dropUndefined = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Partial<T>;

/** Settings for one of the ports: `nodePort.ports`, `hostPort.ports`. */
function settings(ports: Port[], min: number, max: number): fc.Arbitrary<Record<string, number>> {
  const [first] = ports;
  if (!first) return fc.constant({});
  const key = fc.constantFrom(...(first.name === undefined ? [String(first.containerPort)] : [first.name, String(first.containerPort)]));
  return fc.tuple(key, fc.integer({ min, max })).map(([name, number]) => ({ [name]: number }));
}

function wantedPorts(ports: Port[]): fc.Arbitrary<ExposureSpec['ports']> {
  const one = fc.constantFrom(...ports).chain((declared) =>
    fc
      .record(
        {
          name: fc.constantFrom(declared.name ?? 'named', 'named'),
          port: fc.oneof(fc.constant(declared.containerPort), portNumber),
          targetPort: fc.constantFrom<number | string>(declared.containerPort, declared.name ?? declared.containerPort),
          protocol: fc.constant(declared.protocol ?? ('TCP' as const)),
          appProtocol: fc.constantFrom('http', 'https', 'kubernetes.io/h2c', 'redis', 'odd'),
        },
        { requiredKeys: [] },
      )
      .map((wanted) => (Object.keys(wanted).length === 0 ? { port: declared.containerPort } : wanted)),
  );
  return fc.array(one, { minLength: 1, maxLength: 2 });
}

function specFor(ports: Port[]): fc.Arbitrary<ExposureSpec> {
  return fc
    .record({
      // Routes have by far the most to say.
      strategy: fc.constantFrom(...STRATEGIES, ...STRATEGIES.filter((id) => id === 'Ingress' || id === 'Gateway'), 'Ingress' as const),
      ports: ports.length === 0 ? fc.constant([{ port: 8080 }]) : maybe(wantedPorts(ports)),
      hosts: maybe(fc.uniqueArray(host, { minLength: 1, maxLength: 2 })),
      paths: maybe(fc.uniqueArray(pathTo(ports), { minLength: 1, maxLength: 2, selector: (entry) => entry.path })),
      tls: maybe(
        fc
          .record({
            mode: maybe(fc.constantFrom('terminate' as const, 'passthrough' as const)),
            secretName: maybe(fc.constant('web-tls')),
            issuer: maybe(fc.record({ kind: fc.constantFrom('Issuer' as const, 'ClusterIssuer' as const), name: fc.constant('le') })),
            selfSigned: maybe(fc.boolean(), 5),
            redirect: maybe(fc.boolean()),
          })
          .map(dropUndefined),
      ),
      access: maybe(
        fc
          .record({
            scope: maybe(fc.constantFrom('public' as const, 'internal' as const), 4),
            allowFrom: maybe(fc.uniqueArray(cidr, { minLength: 1 }), 3),
            keepClientIP: maybe(fc.boolean()),
          })
          .map(dropUndefined),
      ),
      options: maybe(optionsOf(10), 5),
      service: maybe(
        fc
          .record({
            name: maybe(fc.constant('chosen'), 4),
            selector: maybe(fc.constantFrom({ app: 'demo' }, { app: 'demo', tier: 'x' }), 4),
            sessionAffinity: maybe(fc.constantFrom('None' as const, 'ClientIP' as const), 3),
            clusterIP: maybe(fc.constantFrom('None', '10.96.7.7', ''), 4),
            ipFamilyPolicy: maybe(fc.constantFrom('PreferDualStack' as const, 'SingleStack' as const), 4),
            ipFamilies: maybe(fc.constantFrom(['IPv6' as const, 'IPv4' as const], ['IPv4' as const]), 4),
          })
          .map(dropUndefined),
        3,
      ),
      nodePort: maybe(settings(ports, 30000, 32767).map((map) => ({ ports: map }))),
      hostPort: maybe(
        fc
          .record({ ports: maybe(settings(ports, 1, 65535)), hostIP: maybe(fc.constantFrom('192.0.2.1', '')) })
          .map((parts) => dropUndefined(parts) as ExposureSpec['hostPort']),
      ),
      loadBalancer: maybe(fc.record({ implementation: maybe(fc.constantFrom(...IMPLEMENTATIONS), 9), values: requests })),
      ingress: fc
        .record({
          className: fc.constant('public'),
          controller: maybe(fc.constantFrom(...DIALECTS.ingress), 9),
          entryPoint: maybe(fc.constant('websecure'), 2),
        })
        .map(dropUndefined),
      gateway: fc
        .tuple(
          fc.oneof(
            fc.record({ className: fc.constant('edge') }),
            fc
              .record({ namespace: maybe(fc.constantFrom('infra', 'default')), sectionName: maybe(fc.constant('https')) })
              .map((ref) => ({ parentRef: { ...dropUndefined(ref), name: 'edge' } })),
          ),
          maybe(fc.constantFrom(...Object.keys(DIALECTS.gateway)), 3),
        )
        .map(([parent, controller]) => dropUndefined({ ...parent, controller })),
      annotations: maybe(fc.constantFrom({ 'example.com/a': 'b' }, { 'nginx.ingress.kubernetes.io/proxy-body-size': '1m', x: '{{ y }}' })),
      labels: maybe(fc.constant({ team: 'blue' })),
    })
    .map(({ loadBalancer, ...spec }) => {
      const block = loadBalancer && balancerOf(spec.strategy, loadBalancer.implementation, loadBalancer.values, ports);
      return dropUndefined({ ...spec, loadBalancer: block }) as ExposureSpec;
    });
}

const IMPLEMENTATIONS = ['metallb', 'aws', 'aws-load-balancer-controller', 'azure', 'gcp', 'hetzner', 'generic'];

function spoken(implementation: string, values: Values, ports: { port: number; protocol: string }[]): Values {
  const { unsupported } = encodeLoadBalancer({ implementation, spec: settingsOf(values), ports });
  const refused = new Set(unsupported.map(({ field }) => field));
  const rest = Object.fromEntries(Object.entries(values).filter(([option]) => !refused.has(`spec.${option}`)));
  return Object.keys(rest).length === Object.keys(values).length ? rest : spoken(implementation, rest, ports);
}

/** A block of options. Where it is the active one they are those that the implementation has a word for. */
function balancerOf(strategy: string, implementation: string | undefined, values: Values, ports: Port[]): ExposureSpec['loadBalancer'] {
  const own = Object.fromEntries(Object.entries(values).filter(([option]) => option.startsWith('loadBalancer.')));
  const on = ports.map(({ containerPort, protocol: transport = 'TCP' }) => ({ port: containerPort, protocol: transport }));
  const isActive = strategy === 'LoadBalancer';
  const known = isActive ? spoken(implementation ?? 'generic', own, on) : own;
  return { ...(implementation === undefined ? {} : { implementation }), ...settingsOf(known).loadBalancer };
}

/** Cases as they come. */
export const cases: fc.Arbitrary<Case> = input.chain(({ objects, target, ports: declared }) =>
  specFor(declared).map((spec) => ({ objects, target, spec })),
);

/** The request of a case as an Exposure. */
export function exposureOf({ target }: Case, spec: ExposureSpec): Exposure {
  return { apiVersion: 'expose-plus.dev/v1alpha1', kind: 'Exposure', metadata: { name: target.name }, spec: { ...spec, target } };
}
