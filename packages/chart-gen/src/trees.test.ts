import type { KubeObject } from '@expose-plus/core';
import { describe, expect, it } from 'vitest';
import { makeHostFinder } from './hosts.js';
import { readInput } from './input.js';
import type { Names } from './names.js';
import { resolveOptions } from './options.js';
import { mapping } from './read.js';
import { indexOf } from './references.js';
import { makeTree, type Tree } from './trees.js';

const named = (apiVersion: string, kind: string, name: string, more: object = {}, namespace?: string): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  ...more,
});
const port = (number: number): object => ({ spec: { ports: [{ port: number }] } });

/** What is named, all of it called otherwise in the chart. */
const WORLD = [
  named('v1', 'Service', 'db', port(5432)),
  named('v1', 'Secret', 'keys'),
  named('v1', 'ServiceAccount', 'robot', {}, 'ops'),
  named('v1', 'ConfigMap', 'settings', {}, 'ops'),
  named('v1', 'Namespace', 'ops'),
  named('batch/v1', 'Job', 'migrate'),
  named('scheduling.k8s.io/v1', 'PriorityClass', 'high'),
  named('traefik.io/v1alpha1', 'Middleware', 'strip'),
  named('networking.istio.io/v1', 'Gateway', 'mesh-gate'),
  named('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', 'vault'),
  named('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'limits'),
];
const names: Names = {
  whole: ({ name }) => `<${name}>`,
  part: ({ name }) => `<${name}>`,
  action: ({ name }) => name,
  namespace: (name) => `<n:${name}>`,
  releaseNamespace: (name) => `<r:${name}>`,
  isChanged: () => true,
};

function treeOf(object: KubeObject): Tree {
  const items = readInput([...WORLD, object], resolveOptions({ name: 'x' }));
  const index = indexOf(items);
  const item = items.at(-1);
  if (!item) throw new Error('no item');
  return makeTree(item, { names, index, items, hosts: makeHostFinder(index), namespaces: new Set(['ops']) });
}

const pod = (more: object): KubeObject => named('v1', 'Pod', 'p', { spec: more });
const rule = { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] };

describe('references follow the names of a chart', () => {
  const CASES: [string, KubeObject, object][] = [
    ['a host among the data of a ConfigMap', named('v1', 'ConfigMap', 'c', { data: { DB_HOST: 'db' } }), { data: { DB_HOST: '<db>' } }],
    [
      'a host among the data of a Secret',
      named('v1', 'Secret', 's', { stringData: { DB_HOST: 'db' } }),
      { stringData: { DB_HOST: '<db>' } },
    ],
    [
      'arguments of a program that takes hosts',
      pod({ containers: [{ command: ['/bin/nc', '-z', 'db', '5432'] }] }),
      { spec: { containers: [{ command: ['/bin/nc', '-z', '<db>', '5432'] }] } },
    ],
    [
      'an argument behind its kind',
      pod({ containers: [{ args: ['job', 'migrate'] }] }),
      { spec: { containers: [{ args: ['job', '<migrate>'] }] } },
    ],
    [
      'Secrets and classes of a CSI volume',
      pod({ volumes: [{ csi: { volumeAttributes: { secretProviderClass: 'vault' }, nodePublishSecretRef: { name: 'keys' } } }] }),
      { spec: { volumes: [{ csi: { volumeAttributes: { secretProviderClass: '<vault>' }, nodePublishSecretRef: { name: '<keys>' } } }] } },
    ],
    [
      'names in rules of a ClusterRole',
      named('rbac.authorization.k8s.io/v1', 'ClusterRole', 'r', { rules: [{ ...rule, resourceNames: ['settings', 'other'] }] }),
      { rules: [{ ...rule, resourceNames: ['<settings>', 'other'] }] },
    ],
    [
      'groups and users that stand for ServiceAccounts',
      named('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'b', {
        subjects: [
          { kind: 'Group', name: 'system:serviceaccounts:ops' },
          { kind: 'User', name: 'system:serviceaccount:ops:robot' },
          { kind: 'Group', name: 'system:serviceaccounts' },
        ],
      }),
      {
        subjects: [
          { kind: 'Group', name: 'system:serviceaccounts:<n:ops>' },
          { kind: 'User', name: 'system:serviceaccount:<n:ops>:<robot>' },
          { kind: 'Group', name: 'system:serviceaccounts' },
        ],
      },
    ],
    [
      'namespaces in an expression',
      named('example.com/v1', 'Hook', 'h', {
        spec: {
          namespaceSelector: {
            matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', 'ops'] }],
          },
        },
      }),
      {
        spec: {
          namespaceSelector: {
            matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', '<n:ops>'] }],
          },
        },
      },
    ],
    [
      'priority classes of a quota',
      named('v1', 'ResourceQuota', 'q', {
        spec: { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] } },
      }),
      { spec: { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['<high>'] }] } } },
    ],
    [
      'the policy of a binding',
      named('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'b', { spec: { policyName: 'limits' } }),
      { spec: { policyName: '<limits>' } },
    ],
    [
      'hosts and gateways of a mesh',
      named('networking.istio.io/v1', 'VirtualService', 'v', { spec: { hosts: ['db', 'x.example.com'], gateways: ['mesh-gate', 'mesh'] } }),
      { spec: { hosts: ['<db>', 'x.example.com'], gateways: ['<mesh-gate>', 'mesh'] } },
    ],
    [
      'Services and middlewares of Traefik',
      named('traefik.io/v1alpha1', 'IngressRoute', 'i', {
        spec: { routes: [{ services: [{ name: 'db', port: 1 }], middlewares: [{ name: 'strip' }] }] },
      }),
      { spec: { routes: [{ services: [{ name: '<db>', port: 1 }], middlewares: [{ name: '<strip>' }] }] } },
    ],
    [
      'names in a certificate',
      named('cert-manager.io/v1', 'Certificate', 'c', { spec: { dnsNames: ['db', 'db.default.svc'] } }),
      { spec: { dnsNames: ['<db>', '<db>.<r:default>.svc'] } },
    ],
    [
      'hosts of an Ingress, which are nobody’s names',
      named('networking.k8s.io/v1', 'Ingress', 'i', { spec: { rules: [{ host: 'db' }] } }),
      { spec: { rules: [{ host: 'db' }] } },
    ],
    ['a name that means nothing of the chart', named('example.com/v1', 'Thing', 't', { spec: { owner: 'db' } }), { spec: { owner: 'db' } }],
  ];
  it.each(CASES)('%s', (_, object, expected) => expect(treeOf(object).tree).toMatchObject(expected));

  it('labels and annotations that name objects', () => {
    const slice = named('discovery.k8s.io/v1', 'EndpointSlice', 'e');
    const labelled = { ...slice, metadata: { name: 'e', labels: { 'kubernetes.io/service-name': 'db' } } };
    expect(mapping(treeOf(labelled).tree['metadata'])['labels']).toEqual({ 'kubernetes.io/service-name': '<db>' });
    const key = 'traefik.ingress.kubernetes.io/router.middlewares';
    const ingress = {
      ...named('networking.k8s.io/v1', 'Ingress', 'i'),
      metadata: { name: 'i', annotations: { [key]: 'default-strip@kubernetescrd,x@file' } },
    };
    expect(mapping(treeOf(ingress).tree['metadata'])['annotations']).toEqual({ [key]: '<r:default>-<strip>@kubernetescrd,x@file' });
  });

  it('says where a name stands in base64, and never what else stands there', () => {
    const data = { URL: Buffer.from('postgres://u:pw@db:5432/x').toString('base64'), OTHER: Buffer.from('db').toString('base64') };
    const { encoded, suspicious, tree } = treeOf(named('v1', 'Secret', 's', { data }));
    expect(encoded).toEqual(['data.URL']);
    expect(tree['data']).toEqual(data);
    expect(JSON.stringify(suspicious)).not.toContain('pw');
  });
});
