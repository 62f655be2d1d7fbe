import { expect, it } from 'vitest';
import type { EntryPoint, Plan } from '@expose-plus/core';
import { painter } from './color.js';
import { describeEntry, planText } from './plan-text.js';

const entry: EntryPoint = {
  strategy: 'NodePort',
  reach: 'node-network',
  protocol: 'TCP',
  scheme: 'http',
  addresses: ['192.0.2.1'],
  addressSource: 'any node',
  port: 30086,
};
const plan: Plan = {
  exposure: {
    apiVersion: 'expose-plus.dev/v1alpha1',
    kind: 'Exposure',
    metadata: { name: 'web' },
    spec: { target: { kind: 'Deployment', name: 'web' }, strategy: 'NodePort' },
  },
  strategy: 'NodePort',
  steps: [
    {
      kind: 'apply',
      object: {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web-node-port' },
        spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 30086, protocol: 'TCP' }] },
      },
    },
    { kind: 'delete', target: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'old\u001b[2J' } },
  ],
  reuses: [],
  preconditions: [],
  entryPoints: [entry],
  reach: 'node-network',
  warnings: [],
  unused: ['spec.hosts'],
  alternatives: [],
};

it('tells each step, who can reach it, and the line that tries it', () => {
  expect(planText(plan, painter(false))).toBe(
    [
      'NodePort for deployment/web; who can reach it: anyone who reaches a node',
      '  apply   service/web-node-port                 NodePort 80:30086/TCP',
      '  delete  ingress.networking.k8s.io/old\\x1b[2J  no longer planned',
      '  enter  http://192.0.2.1:30086/',
      '  try    curl http://192.0.2.1:30086/',
      '  unused spec.hosts',
      '',
    ].join('\n'),
  );
});

it.each<[string, Partial<EntryPoint>, string]>([
  ['a port without HTTP', { scheme: 'tcp' }, '192.0.2.1, port 30086/TCP'],
  ['IPv6', { scheme: 'tcp', addresses: ['2001:db8::1'] }, '[2001:db8::1], port 30086/TCP'],
  ['an address that is still to come', { scheme: 'tcp', addresses: [] }, 'any node, port 30086/TCP'],
])('describes %s', (_, change, expected) => expect(describeEntry({ ...entry, ...change })).toBe(expected));
