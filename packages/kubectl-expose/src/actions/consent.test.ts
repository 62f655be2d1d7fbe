import { expect, it } from 'vitest';
import type { Exposure, FieldTake, Plan, Reach, Strategy } from '@expose-plus/core';
import { openQuestions } from './consent.js';

const exposure = (spec: Partial<Exposure['spec']> = {}): Exposure => ({
  apiVersion: 'expose-plus.dev/v1alpha1',
  kind: 'Exposure',
  metadata: {},
  spec: { target: { kind: 'Deployment', name: 'web' }, ...spec },
});
const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } };
const plan = (strategy: Strategy, reach: Reach, takes: FieldTake[] = []): Plan => ({
  exposure: exposure(),
  strategy,
  reach,
  steps: [{ kind: 'patch', target: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, set: object, takes, merged: object }],
  reuses: [],
  preconditions: [],
  entryPoints: [],
  warnings: [],
  unused: [],
  alternatives: [],
});
const said = { yes: false, forceConflicts: false, acceptRisks: [] };
const take: FieldTake = { path: 'spec.strategy.type', from: 'helm', old: 'RollingUpdate' };
const flags = (...input: Parameters<typeof openQuestions>): string[] => openQuestions(...input).map(({ flag }) => flag);

it.each<[string, Parameters<typeof openQuestions>, string[]]>([
  [
    'a strategy chosen for the user that reaches the public',
    [exposure(), plan('LoadBalancer', 'public'), said],
    ['--strategy LoadBalancer'],
  ],
  ['the same with strategy auto', [exposure({ strategy: 'auto' }), plan('Ingress', 'public'), said], ['--strategy Ingress']],
  ['a strategy that was named', [exposure({ strategy: 'LoadBalancer' }), plan('LoadBalancer', 'public'), said], []],
  ['public access that was asked for', [exposure({ access: { scope: 'public' } }), plan('LoadBalancer', 'public'), said], []],
  [
    'internal access does not consent',
    [exposure({ access: { scope: 'internal' } }), plan('LoadBalancer', 'public'), said],
    ['--strategy LoadBalancer'],
  ],
  ['a yes beforehand', [exposure(), plan('LoadBalancer', 'public'), { ...said, yes: true }], []],
  ['the node network', [exposure(), plan('NodePort', 'node-network'), said], []],
  ['inside the cluster', [exposure(), plan('ClusterIP', 'inside'), said], []],
  ['a field of another manager', [exposure(), plan('hostPort', 'node-network', [take]), said], ['--force-conflicts']],
  ['the same with --force-conflicts', [exposure(), plan('hostPort', 'node-network', [take]), { ...said, forceConflicts: true }], []],
  ['the same with a yes', [exposure(), plan('hostPort', 'node-network', [take]), { ...said, yes: true }], []],
  [
    'the network of the node',
    [exposure({ strategy: 'hostNetwork' }), plan('hostNetwork', 'node-network'), { ...said, yes: true }],
    ['--accept-risk host-network'],
  ],
  [
    'the same with the risk accepted',
    [exposure({ strategy: 'hostNetwork' }), plan('hostNetwork', 'node-network'), { ...said, acceptRisks: ['host-network'] }],
    [],
  ],
])('%s', (_, input, expected) => expect(flags(...input)).toEqual(expected));
