import type { EntryPoint, Plan } from '../model/plan.js';
import type { KubeObject } from '../model/kube.js';
import { record, records } from '../detect/read.js';

/** Fields of metadata that the API server or controllers write. */
const assignedMetadata: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
]);

/** Annotations that a client or a controller keeps on an object for itself. */
const assignedAnnotations: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
]);

/** A copy of an object as a person would have written it: without status and what the server and controllers assigned. */
export function cleanObject(object: KubeObject): KubeObject {
  const { status: _, ...rest } = object;
  const annotations = withoutKeys(record(object.metadata.annotations), assignedAnnotations) as Record<string, string>;
  const { annotations: __, ...metadata } = withoutKeys(object.metadata, assignedMetadata);
  const clean: KubeObject = {
    ...(rest as KubeObject),
    metadata: { ...metadata, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
  };
  return clean.kind === 'Pod' ? { ...clean, spec: cleanPodSpec(record(clean['spec'])) } : clean;
}

/** A pod spec without what admission and the scheduler added: its node and the volume of its service-account token. */
function cleanPodSpec(spec: Record<string, unknown>): Record<string, unknown> {
  const { nodeName: _, ...rest } = spec;
  const withoutMounts = (container: Record<string, unknown>): Record<string, unknown> =>
    without(
      container,
      'volumeMounts',
      records(container['volumeMounts']).filter((mount) => !isToken(mount)),
    );
  const lists = ['containers', 'initContainers'].filter((name) => Array.isArray(rest[name]));
  const cleaned = lists.reduce(
    (kept, name) => ({ ...kept, [name]: records(kept[name]).map(withoutMounts) }),
    rest as Record<string, unknown>,
  );
  return without(
    cleaned,
    'volumes',
    records(rest['volumes']).filter((volume) => !isToken(volume)),
  );
}

function isToken(entry: Record<string, unknown>): boolean {
  return String(entry['name']).startsWith('kube-api-access-');
}

/** Sets a list where the field stands already, and drops the field when the list is empty. */
function without(fields: Record<string, unknown>, name: string, kept: unknown[]): Record<string, unknown> {
  if (!(name in fields)) return fields;
  const { [name]: _, ...rest } = fields;
  return kept.length > 0 ? { ...fields, [name]: kept } : rest;
}

function withoutKeys(fields: Readonly<Record<string, unknown>>, keys: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.has(key)));
}

/**
 * The objects of a plan, complete and fit for `kubectl apply -f -`: the workload with its patch merged, then what is made, in the
 * order of the plan. Without status and server-assigned fields. A self-signed certificate is not among them: who applies makes it.
 */
export function planObjects(plan: Plan): KubeObject[] {
  const restored = new Map<string, KubeObject>();
  const out: KubeObject[] = [];
  for (const step of plan.steps) {
    if (step.kind === 'apply') out.push(cleanObject(step.object));
    else if (step.kind === 'patch') out.push(cleanObject(step.merged));
    else if (step.kind === 'restore') restored.set(`${step.target.kind}/${step.target.name}`, cleanObject(step.restored));
  }
  const patched = new Set(plan.steps.flatMap((step) => (step.kind === 'patch' ? [`${step.target.kind}/${step.target.name}`] : [])));
  return [...out, ...[...restored].flatMap(([key, object]) => (patched.has(key) ? [] : [object]))];
}

/** Ports that need not be named in a URL. */
const defaultPorts: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** URL of an HTTP entry point by its host name, else by its address; `undefined` when neither or no port is known. */
export function entryUrl(entry: EntryPoint): string | undefined {
  const { scheme, host, port, path = '/' } = entry;
  if (scheme !== 'http' && scheme !== 'https') return undefined;
  const name = usableHost(host) ?? bracketed(entry.addresses[0]);
  if (name === undefined || port === undefined) return undefined;
  return `${scheme}://${name}${defaultPorts[scheme] === port ? '' : `:${port}`}${path}`;
}

/**
 * The command that tries an entry point from a shell, with the address pinned where it has a host name:
 * `curl --resolve web.example.com:30137:192.0.2.1 http://web.example.com:30137/demo/`. `undefined` for what curl does not speak or
 * while the address is not known.
 */
export function curlLine(entry: EntryPoint): string | undefined {
  // A name inside the cluster says nothing to the shell of a person.
  if (entry.reach === 'inside') return undefined;
  const url = entryUrl(entry);
  const [address] = entry.addresses;
  if (url === undefined || address === undefined || entry.port === undefined) return undefined;
  const host = usableHost(entry.host);
  // A certificate is for names; one for an address is rare.
  const insecure = entry.selfSigned || (host === undefined && entry.scheme === 'https');
  const curl = insecure ? 'curl --insecure' : 'curl';
  if (host === undefined) return `${curl} ${quoted(url)}`;
  // --resolve takes addresses only; a load balancer that is known by name is connected to by name.
  const pin = isAddress(address)
    ? `--resolve ${host}:${entry.port}:${bracketed(address)}`
    : `--connect-to ${host}:${entry.port}:${address}:${entry.port}`;
  return `${curl} ${pin} ${quoted(url)}`;
}

/** A host name that can be asked for: of a wildcard, any name below it. */
function usableHost(host: string | undefined): string | undefined {
  return host?.startsWith('*.') ? `any.${host.slice(2)}` : host;
}

function isAddress(text: string): boolean {
  return /^[0-9.]+$/.test(text) || text.includes(':');
}

function bracketed(address: string | undefined): string | undefined {
  return address?.includes(':') ? `[${address}]` : address;
}

/** Quotes for a POSIX shell, where needed. */
function quoted(text: string): string {
  return /^[A-Za-z0-9@%_+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
