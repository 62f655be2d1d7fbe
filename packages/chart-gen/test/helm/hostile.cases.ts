import type { KubeObject } from '@expose-plus/core';

const meta = (name: string, namespace?: string): KubeObject['metadata'] => ({ name, ...(namespace === undefined ? {} : { namespace }) });
const configMap = (name: string, data: Record<string, unknown>, namespace?: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: meta(name, namespace),
  data,
});
const long = 'l'.repeat(63);

function deployment(name: string, container: Record<string, unknown>, more: Record<string, unknown> = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta(name),
    spec: {
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'i:1', ...container }], ...more } },
    },
  };
}

/** Manifests that break converters: each must come back whole. */
export const HOSTILE: readonly { title: string; objects: KubeObject[] }[] = [
  {
    title: 'template braces everywhere',
    objects: [
      configMap('braces', {
        plain: '{{ .Values.x }}',
        wide: 'a {{- b -}} c }} {{{{',
        block: 'a: {{ x }}\nb: {{"{{"}}\n',
        'odd key {{': 'x',
      }),
      deployment('app', {
        args: ['--template={{ .Name }}', '{{', '{ {{ } }}'],
        env: [{ name: 'T', value: '{{ `x` }}' }],
        command: ['sh', '-c', 'echo "{{"'],
      }),
      {
        ...configMap('annotated', { a: 'b' }),
        metadata: { name: 'annotated', annotations: { 'example.com/t': '{{ include "x" . }}' }, labels: { a: 'b' } },
      },
    ],
  },
  {
    title: 'texts that YAML reads as something else',
    objects: [
      configMap('texts', {
        yes: 'yes',
        on: 'on',
        null: 'null',
        number: '1e3',
        octal: '0o7',
        old: '012',
        date: '2001-01-01',
        empty: '',
        space: ' ',
        tilde: '~',
        colon: 'a: b',
        hash: 'a #b',
        anchor: '&a',
        alias: '*a',
      }),
      deployment('app', { env: ['1e3', 'true', 'null', '0x1F', '', ' '].map((value, index) => ({ name: `V${index}`, value })) }),
    ],
  },
  {
    title: 'line ends, tabs, backslashes and control characters',
    objects: [
      configMap('ends', {
        windows: 'a\r\nb\r\n',
        tabs: '\tx\n\ty\n',
        tail: 'a\n\n\n',
        lead: '\n\na',
        spaces: '  a\n b \n',
        backslash: 'C:\\dir\\new\\\n',
        unicode: 'é😀\u2028\u0085\u00a0\ufeff',
        bell: 'a\u0007b',
      }),
    ],
  },
  { title: 'a text of one megabyte', objects: [configMap('big', { 'big.txt': `${'0123456789{{ x }}'.repeat(60_000)}\n`, small: 'x' })] },
  {
    title: 'binary data and an immutable map',
    objects: [
      { ...configMap('bin', { a: 'b' }), binaryData: { x: 'AAEC' }, immutable: true },
      { apiVersion: 'v1', kind: 'Secret', metadata: meta('s'), type: 'Opaque', data: { k: 'YQ==' } },
    ],
  },
  {
    title: 'empty maps and nulls',
    objects: [
      { ...configMap('nothing', {}), data: {} },
      {
        ...deployment(
          'app',
          { resources: {}, env: [], ports: [], securityContext: {} },
          { volumes: [], nodeSelector: {}, tolerations: [] },
        ),
        status: {},
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'none', creationTimestamp: null, labels: {} },
        spec: { selector: null, ports: [{ port: 1 }] },
      } as unknown as KubeObject,
    ],
  },
  {
    title: 'names of 63 characters, and what they lead to',
    objects: [
      deployment(long, { ports: [{ containerPort: 80 }], envFrom: [{ configMapRef: { name: long } }] }),
      { apiVersion: 'v1', kind: 'Service', metadata: meta(long), spec: { selector: { app: long }, ports: [{ port: 80 }] } },
      configMap(long, { url: `http://${long}:80/` }),
    ],
  },
  {
    title: 'the same names in two namespaces',
    objects: [
      configMap('same', { a: '1' }, 'one'),
      configMap('same', { a: '2' }, 'two'),
      { ...deployment('same', {}), metadata: meta('same', 'one') },
      { ...deployment('same', {}), metadata: meta('same', 'two') },
      { apiVersion: 'v1', kind: 'Namespace', metadata: meta('one') },
    ],
  },
  {
    title: 'names that run together behind a prefix',
    objects: [
      configMap('web-db', { a: '1' }),
      configMap('db', { a: '2' }),
      deployment('web', { envFrom: [{ configMapRef: { name: 'db' } }, { configMapRef: { name: 'web-db' } }] }),
      configMap('web', {}),
    ],
  },
  {
    title: 'names that are numbers or words',
    objects: [
      deployment('2048', { ports: [{ containerPort: 80 }] }),
      configMap('1e3', { a: 'b' }),
      configMap('null', { a: 'b' }),
      configMap('y', { a: 'b' }),
    ],
  },
  {
    title: 'kinds that nobody knows, and their definitions',
    objects: [
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: meta('widgets.example.com'),
        spec: {
          group: 'example.com',
          scope: 'Cluster',
          names: { kind: 'Widget', plural: 'widgets' },
          versions: [
            { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', description: 'uses {{ braces }}' } } },
          ],
        },
      },
      {
        apiVersion: 'example.com/v1',
        kind: 'Widget',
        metadata: meta('a'),
        spec: { ref: { kind: 'Gadget', name: 'g' }, deep: [[[{ x: null }]]] },
      },
      {
        apiVersion: 'example.com/v1',
        kind: 'Gadget',
        metadata: meta('g'),
        spec: { template: { spec: { containers: [{ name: 'x', image: 'y:1', ports: [{ containerPort: 1 }] }] } } },
      },
    ],
  },
  {
    title: 'containers that are wrong or odd',
    objects: [
      deployment('twice', {
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      }),
      deployment('numbers', {
        env: [
          { name: 'A', value: 8080 },
          { name: 'B', value: true },
        ],
        image: '$(IMAGE)',
      }),
      deployment('ports', { ports: [{ containerPort: '80' }, { name: 'x' }] }),
      deployment('both', {
        ports: [
          { containerPort: 53, protocol: 'UDP' },
          { containerPort: 53, protocol: 'TCP' },
        ],
        image: 'registry.example.com:5000/a/b',
      }),
      deployment(
        'init',
        {},
        {
          initContainers: [
            { name: 'first', image: 'f:1', env: [{ name: 'X', value: 'y' }] },
            { name: 'side', image: 's@sha256:ab', restartPolicy: 'Always', ports: [{ containerPort: 9 }] },
          ],
        },
      ),
    ],
  },
  {
    title: 'keys that are traps for programs',
    objects: [
      configMap(
        'keys',
        JSON.parse('{"__proto__": "a", "constructor": "b", "toString": "c", "a.b": "d", "a[0]": "e"}') as Record<string, unknown>,
      ),
      {
        ...deployment('app', {}),
        metadata: { name: 'app', labels: JSON.parse('{"__proto__": "x", "hasOwnProperty": "y"}') as Record<string, string> },
      },
    ],
  },
  {
    title: 'a List in a List',
    objects: [
      {
        apiVersion: 'v1',
        kind: 'List',
        metadata: {},
        items: [configMap('a', { a: '1' }), { apiVersion: 'v1', kind: 'List', metadata: {}, items: [configMap('b', { a: '2' })] }],
      } as unknown as KubeObject,
    ],
  },
  {
    title: 'empty lists of a Service that carries the exposure',
    objects: [
      deployment('app', { ports: [{ containerPort: 80 }] }),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: meta('app'),
        spec: { type: 'LoadBalancer', selector: { app: 'app' }, ports: [{ port: 80 }], loadBalancerSourceRanges: [], externalIPs: [] },
      },
    ],
  },
  {
    title: 'names of Services all over configuration',
    objects: [
      deployment('db', { ports: [{ containerPort: 5432 }] }),
      { apiVersion: 'v1', kind: 'Service', metadata: meta('db'), spec: { selector: { app: 'db' }, ports: [{ port: 5432 }] } },
      configMap('app', {
        DB_HOST: 'db',
        'app.ini': '[db]\nhost = db\nport = 5432\nname = db\n',
        'wait.sh': 'until nc -z db 5432; do echo waiting for db; done\nnslookup db.default.svc.cluster.local\n',
        'app.json': '{"host": "db", "url": "postgres://db:5432/db", "name": "db"}',
      }),
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: meta('keys'),
        stringData: { DSN: 'postgres://u:p@db/x', DB_HOST: 'db' },
        data: { URL: 'cG9zdGdyZXM6Ly9kYi8=' },
      },
    ],
  },
  {
    title: 'every kind of workload',
    objects: [
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: meta('nightly'),
        spec: {
          schedule: '0 3 * * *',
          suspend: false,
          jobTemplate: {
            spec: { backoffLimit: 0, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'j', image: 'j:1' }] } } },
          },
        },
      },
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: meta('once'),
        spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'j', image: 'j:1' }] } } },
      },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: meta('bare'),
        spec: { containers: [{ name: 'p', image: 'p:1', ports: [{ containerPort: 80 }] }] },
      },
      {
        apiVersion: 'v1',
        kind: 'ReplicationController',
        metadata: meta('old'),
        spec: {
          replicas: 1,
          selector: { app: 'old' },
          template: { metadata: { labels: { app: 'old' } }, spec: { containers: [{ name: 'o', image: 'o:1' }] } },
        },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: meta('agent'),
        spec: {
          selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['agent'] }] },
          template: {
            metadata: { labels: { app: 'agent' } },
            spec: {
              hostNetwork: true,
              dnsPolicy: 'ClusterFirstWithHostNet',
              containers: [{ name: 'a', image: 'a:1', ports: [{ containerPort: 9, hostPort: 9 }] }],
            },
          },
        },
      },
    ],
  },
];
