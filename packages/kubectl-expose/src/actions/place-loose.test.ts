import { expect, it } from 'vitest';
import type { Exposure, KubeObject } from '@expose-plus/core';
import type { Problem } from '../args/normalise.js';
import type { LooseValues } from '../args/request.js';
import { placeLoose } from './place-loose.js';

const workload = (...ports: object[]): KubeObject =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { template: { spec: { containers: [{ name: 'sidecar' }, { name: 'app', ports }] } } },
  }) as KubeObject;
const HTTP = { name: 'http', containerPort: 8080 };
const DNS = { name: 'dns', containerPort: 53, protocol: 'UDP' };

function place(spec: Partial<Exposure['spec']>, loose: LooseValues, object: KubeObject | undefined): { spec: object; problems: string[] } {
  const problems: Problem[] = [];
  const exposure: Exposure = {
    apiVersion: 'expose-plus.dev/v1alpha1',
    kind: 'Exposure',
    metadata: {},
    spec: { target: { kind: 'Deployment', name: 'web' }, ...spec },
  };
  const { target: _, ...rest } = placeLoose(exposure, { spec: {}, loose, typed: [] }, object, problems).spec;
  return { spec: rest, problems: problems.map(({ message }) => message) };
}

it.each<[string, Partial<Exposure['spec']>, LooseValues, KubeObject | undefined, object]>([
  ['a node port at the only port', { strategy: 'NodePort' }, { nodePort: 30086 }, workload(HTTP), { nodePort: { ports: { http: 30086 } } }],
  [
    'one at a port without a name',
    { strategy: 'NodePort' },
    { nodePort: 30086 },
    workload({ containerPort: 80 }),
    { nodePort: { ports: { '80': 30086 } } },
  ],
  [
    'one at the only port asked for',
    { strategy: 'NodePort', ports: [{ port: 53 }] },
    { nodePort: 30086 },
    workload(HTTP, DNS),
    { nodePort: { ports: { '53': 30086 } } },
  ],
  ['a host port', { strategy: 'hostPort' }, { hostPort: 81 }, workload(HTTP), { hostPort: { ports: { http: 81 } } }],
  ['the class of an Ingress', { strategy: 'Ingress' }, { className: 'nginx' }, undefined, { ingress: { className: 'nginx' } }],
  ['the class of a Gateway', { strategy: 'Gateway' }, { className: 'eg' }, undefined, { gateway: { className: 'eg' } }],
  [
    'the dialect of an Ingress',
    { strategy: 'Ingress' },
    { controller: 'traefik-crd' },
    undefined,
    { ingress: { controller: 'traefik-crd' } },
  ],
  ['the dialect of a Gateway', { strategy: 'Gateway' }, { controller: 'eg' }, undefined, { gateway: { controller: 'eg' } }],
  ['the class of a load balancer', { strategy: 'LoadBalancer' }, { className: 'x/y' }, undefined, { loadBalancer: { class: 'x/y' } }],
  [
    'a target port for every declared port',
    {},
    { targetPort: 9000 },
    workload(HTTP, DNS),
    {
      ports: [
        { name: 'http', port: 8080, protocol: 'TCP', targetPort: 9000 },
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 9000 },
      ],
    },
  ],
  [
    'another protocol, by the number',
    {},
    { protocol: 'UDP' },
    workload(HTTP),
    { ports: [{ name: 'http', port: 8080, protocol: 'UDP', targetPort: 8080 }] },
  ],
  ['a target port where none is declared', {}, { targetPort: 9000 }, workload(), { ports: [{ port: 9000, targetPort: 9000 }] }],
  [
    'the ports of a Service',
    { strategy: 'NodePort' },
    { nodePort: 30086 },
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } },
    { nodePort: { ports: { '80': 30086 } } },
  ],
])('%s', (_, spec, loose, object, expected) => {
  const placed = place(spec, loose, object);
  expect(placed.problems).toEqual([]);
  expect(placed.spec).toMatchObject(expected);
});

it.each<[string, LooseValues, KubeObject, string]>([
  [
    'a node port with several ports',
    { nodePort: 30086 },
    workload(HTTP, DNS),
    '--node-port=30086 with several ports: to which does it belong?',
  ],
  ['a node port without a port', { nodePort: 30086 }, workload(), '--node-port=30086: the workload declares no port'],
  ['a name for several ports', { portName: 'web' }, workload(HTTP, DNS), '--port-name=web with several ports: whose name is it?'],
  ['a protocol without a port', { protocol: 'UDP' }, workload(), 'the workload declares no port'],
])('%s is refused', (_, loose, object, message) => expect(place({ strategy: 'NodePort' }, loose, object).problems).toEqual([message]));
