import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { inject, TestRunner } from 'vitest';
import type { Proof } from '../proved.ts';
import {
  checkKubectl,
  execIn,
  externalCluster,
  imageReference,
  kubectl,
  runningCluster,
  waitFor,
  type Cluster,
  type Result,
} from '../cluster/cluster.ts';

export { checkKubectl, imageReference, kubectl, waitFor };
export type { Result };

const repository = join(import.meta.dirname, '..', '..');
const node = join(repository, 'node_modules', '.bin', 'node');
const plugin = join(repository, 'node_modules', '.bin', 'kubectl-expose_plus');

/** Kinds of workloads that every strategy is tried with. */
export const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet'] as const;
export type Kind = (typeof KINDS)[number];

/** Whether a person lends the cluster: then nothing but Kubernetes itself can be counted on. */
export const isLent = inject('clusters')[0] === 'external';

/** The cluster of this worker. */
export function cluster(): Cluster {
  const name = inject('clusters')[Number(process.env['VITEST_POOL_ID']) - 1];
  const found = isLent ? externalCluster() : name === undefined ? undefined : runningCluster(name);
  if (!found) throw new Error('the cluster of the tests is gone');
  return found;
}

/** Runs the plugin as an administrator who is not on a terminal. */
export function exposePlus(argv: readonly string[], stdin?: string, seconds = 150): Promise<Result> {
  return execIn(cluster(), 'cp', [node, plugin, ...argv], { stdin, seconds });
}

/** Runs the plugin, which must end with this exit code, and returns what it printed. */
export async function exposed(argv: readonly string[], code = 0): Promise<Result> {
  const result = await exposePlus(argv);
  if (result.code !== code)
    throw new Error(`exit code ${result.code} instead of ${code}: ${argv.join(' ')}\n${result.stdout}${result.stderr}`);
  return result;
}

/** The two clients outside the cluster, each in a subnet of its own. */
export type Client = 'out' | 'out2';

/** Asks from outside the cluster by curl; the answer's status and body. Status 0 is no answer. */
export async function ask(args: readonly string[], from: Client = 'out'): Promise<{ status: number; body: string }> {
  const { stdout, stderr, code } = await execIn(cluster(), from, [
    'curl',
    '--silent',
    '--show-error',
    '--max-time',
    '5',
    '--write-out',
    '\n%{http_code}',
    ...args,
  ]);
  if (code !== 0) return { status: 0, body: stderr };
  const cut = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(cut + 1)), body: stdout.slice(0, cut) };
}

/** Asks until the status is right, since a way in may need a moment on every node. */
export async function askUntil(status: number, args: readonly string[], seconds = 30, from: Client = 'out'): Promise<string> {
  let last = '';
  return waitFor(
    `status ${status} from ${args.join(' ')}`,
    async () => {
      const answer = await ask(args, from);
      last = `${answer.status} ${answer.body.slice(0, 200)}`;
      if (answer.status !== status) throw new Error(last);
      return answer.body === '' ? ' ' : answer.body;
    },
    { seconds },
  );
}

/** Says at the end of a test what it has proved; the table of what is proved is made from it, and only from tests that pass. */
export function proves(...proofs: readonly Proof[]): void {
  Object.assign(TestRunner.getCurrentTest()?.meta ?? {}, { proves: proofs });
}

/** Sends a line by TCP or UDP from outside, and returns the first line of the answer; empty when there is none. */
export async function say(line: string, protocol: 'tcp' | 'udp', address: string, port: string | number): Promise<string> {
  // dd ends with the first piece that arrives: a datagram has no end of line, and a server keeps its connection open
  const script = `exec 3<>/dev/${protocol}/$0/$1 && printf '%s\\r\\n' "$2" >&3 && timeout 3 dd bs=512 count=1 status=none <&3`;
  const { stdout } = await execIn(cluster(), 'out', ['timeout', '6', 'bash', '-c', script, address, String(port), line]);
  return stdout.split(/\r?\n/)[0] ?? '';
}

/** Says a line until the answer is the one wanted. */
export async function sayUntil(answer: string, ...[line, protocol, address, port]: Parameters<typeof say>): Promise<void> {
  let last = '';
  await waitFor(
    `"${answer}" from ${protocol} ${address}:${port}`,
    async () => {
      last = await say(line, protocol, address, port);
      if (last !== answer) throw new Error(`"${last}"`);
      return true;
    },
    { seconds: 30 },
  );
}

/** A field of a live object. */
export async function fieldOf(namespace: string, object: string, path: string): Promise<string> {
  return checkKubectl(cluster(), ['get', '-n', namespace, object, '-o', `jsonpath=${path}`]);
}

/** Address of a node. */
export async function nodeAddress(): Promise<string> {
  return checkKubectl(cluster(), ['get', 'nodes', '-o', 'jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}']).then(
    (addresses) => addresses.split(' ')[0] ?? '',
  );
}

/** Address of the node of a workload's only pod, once it has one and pods of an earlier rollout are gone. */
export async function nodeOfPod(namespace: string, app: string): Promise<string> {
  return waitFor(`one pod of ${app}`, async () => {
    const path = 'jsonpath={range .items[*]}{.metadata.name} {.status.hostIP};{end}';
    const pods = await checkKubectl(cluster(), ['get', 'pods', '-n', namespace, '-l', `app=${app}`, '-o', path]);
    return /^\S+ (?<node>[^\s;]+);$/.exec(pods)?.groups?.['node'];
  });
}

/** Does something in a namespace of its own, which is removed afterwards. */
export async function inNamespace(body: (namespace: string) => Promise<void>, labels: readonly string[] = []): Promise<void> {
  const namespace = await newNamespace(labels);
  try {
    await body(namespace);
  } finally {
    await removeNamespace(namespace);
  }
}

/** Makes a namespace of its own for a test; gone with `removeNamespace`. */
export async function newNamespace(labels: readonly string[] = []): Promise<string> {
  const name = `t-${randomBytes(4).toString('hex')}`;
  await checkKubectl(cluster(), ['create', 'namespace', name]);
  if (labels.length > 0) await checkKubectl(cluster(), ['label', 'namespace', name, ...labels]);
  return name;
}

export async function removeNamespace(name: string): Promise<void> {
  await kubectl(cluster(), ['delete', 'namespace', name, '--wait=false']);
}

interface WorkloadOptions {
  name?: string;
  replicas?: number;
  /** Port of the HTTP server in the container. */
  port?: number;
  /** Further fields of the workload's spec. */
  spec?: Record<string, unknown>;
}

/** A workload that answers HTTP: `/hostname` says which pod, `/clientip` who asked. */
export function echo(kind: Kind, { name = 'web', replicas = 2, port = 8080, spec = {} }: WorkloadOptions = {}): Record<string, unknown> {
  const container = {
    name: 'app',
    image: imageReference('agnhost'),
    args: ['netexec', `--http-port=${port}`, '--udp-port=-1', '--delay-shutdown=2'],
    ports: [{ name: 'http', containerPort: port }],
    readinessProbe: { httpGet: { path: '/hostname', port: 'http' }, periodSeconds: 1 },
  };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, labels: { app: name } },
    spec: {
      ...(kind === 'DaemonSet' ? {} : { replicas }),
      ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { terminationGracePeriodSeconds: 3, containers: [container] } },
      ...spec,
    },
  };
}

/** A workload with one container; its pods are ready as soon as they run. */
export function workload(name: string, container: Record<string, unknown>, replicas = 1): Record<string, unknown> {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers: [{ name, ...container }] } },
    },
  };
}

/** A database that speaks plain TCP. */
export const redis = workload('redis', { image: imageReference('redis'), ports: [{ name: 'redis', containerPort: 6379 }] });

/** Answers `echo TEXT` with the text, and nothing else. */
export const udpEcho = workload('echo', {
  image: imageReference('agnhost'),
  args: ['netexec', '--http-port=8080', '--udp-port=7000'],
  ports: [{ name: 'echo', containerPort: 7000, protocol: 'UDP' }],
});

/** Creates objects as a person would, and waits until the workload's pods are ready. */
export async function create(
  namespace: string,
  objects: readonly Record<string, unknown>[],
  how: readonly string[] = ['create'],
): Promise<void> {
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  await checkKubectl(cluster(), [...how, '-n', namespace, '-f', '-'], list);
  for (const object of objects) {
    const { kind, metadata } = object as { kind: string; metadata: { name: string } };
    if (!(KINDS as readonly string[]).includes(kind)) continue;
    await checkKubectl(cluster(), ['rollout', 'status', '-n', namespace, `${kind}/${metadata.name}`, '--timeout=120s']);
  }
}

/** An object as it stands, owners of its fields included, without what changes by itself. */
export async function readObject(namespace: string, kind: string, name: string): Promise<Record<string, unknown>> {
  const text = await checkKubectl(cluster(), ['get', '-n', namespace, kind, name, '-o', 'json', '--show-managed-fields']);
  const object = JSON.parse(text) as { metadata: Record<string, unknown>; status?: unknown };
  const { resourceVersion: _version, generation: _generation, managedFields, annotations, ...metadata } = object.metadata;
  const {
    'deployment.kubernetes.io/revision': _revision,
    'deprecated.daemonset.template.generation': _generations,
    ...kept
  } = (annotations ?? {}) as Record<string, string>;
  const owners = (managedFields as Record<string, unknown>[])
    .filter(({ subresource, manager }) => subresource !== 'status' && manager !== 'kube-controller-manager')
    .map(({ time: _time, ...owner }) => withoutGeneration(owner));
  delete object.status;
  return { ...object, metadata: { ...metadata, annotations: kept, managedFields: owners } };
}

/** Everything in a namespace that carries our marks, as `Kind/name`. */
export async function markedObjects(namespace: string): Promise<string[]> {
  const kinds = 'services,secrets,configmaps,ingresses,deployments,statefulsets,daemonsets,pods';
  const text = await checkKubectl(cluster(), [
    'get',
    '-n',
    namespace,
    kinds,
    '-l',
    'app.kubernetes.io/managed-by=expose-plus',
    '-o',
    'name',
  ]);
  return text.split('\n').filter((line) => line !== '');
}

/** An entry of managedFields without the template generation, which the API server itself writes into a DaemonSet's annotations. */
function withoutGeneration(owner: Record<string, unknown>): Record<string, unknown> {
  const fields = owner['fieldsV1'] as { 'f:metadata'?: { 'f:annotations'?: Record<string, unknown> } } | undefined;
  const annotations = fields?.['f:metadata']?.['f:annotations'];
  if (!annotations) return owner;
  delete annotations['f:deprecated.daemonset.template.generation'];
  if (Object.keys(annotations).every((key) => key === '.')) delete fields?.['f:metadata']?.['f:annotations'];
  return owner;
}
