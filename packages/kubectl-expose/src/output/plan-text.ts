import { curlLine, entryUrl, type EntryPoint, type Exposure, type Plan, type PlanStep, type Reach } from '@expose-plus/core';
import { visible } from '../kube/visible.js';
import type { Painter } from './color.js';
import { findingsText } from './findings.js';
import { nameOf } from './objects.js';
import { table } from './table.js';

const REACH: Readonly<Record<Reach, string>> = {
  public: 'anyone who reaches its address, the Internet included',
  'node-network': 'anyone who reaches a node',
  inside: 'only the cluster itself',
};

/** A plan as a person reads it before anything is done: the way in, each step, who can reach it, and what to know. */
export function planText(plan: Plan, paint: Painter): string {
  const { target } = plan.exposure.spec;
  const parts = [
    `${paint.bold(plan.strategy)} for ${visible(`${target.kind.toLowerCase()}/${target.name}`)}; who can reach it: ${REACH[plan.reach]}\n`,
    indent(table(['step', 'object', 'what'], plan.steps.map(stepRow), { noHeaders: true })),
    ...(plan.reuses.length > 0 ? [indent(plan.reuses.map((ref) => `use    ${visible(nameOf(ref))}, which is there\n`).join(''))] : []),
    indent(plan.entryPoints.map(entryLines).join('')),
    ...(plan.unused.length > 0 ? [indent(`unused ${plan.unused.join(', ')}\n`)] : []),
    findingsText(plan.warnings),
    ...(plan.alternatives.length > 0 ? [alternativesText(plan.alternatives)] : []),
  ];
  return parts.join('');
}

/** Where traffic enters, and the line that tries it once it is applied. */
function entryLines(entry: EntryPoint): string {
  const command = curlLine(entry);
  return `enter  ${visible(describeEntry(entry))}\n${command === undefined ? '' : `try    ${visible(command)}\n`}`;
}

/** What would serve instead, as flags. */
export function alternativesText(alternatives: readonly Exposure[]): string {
  return `Possible instead: ${alternatives.map(({ spec }) => `--strategy ${spec.strategy}`).join(', ')}\n`;
}

/** One step as a row: what is done, to which object, and the fields where it is not the whole object. */
function stepRow(step: PlanStep): string[] {
  if (step.kind === 'apply') return ['apply', nameOf({ ...step.object, name: step.object.metadata.name ?? '' }), summaryOf(step.object)];
  if (step.kind === 'patch') {
    const takes = step.takes.map(({ path, from }) => `${path} from ${from}`).join(', ');
    return ['patch', nameOf(step.target), takes === '' ? 'fields of its own' : `takes ${takes}`];
  }
  if (step.kind === 'generate-tls') return ['make', `secret/${step.secret.name}`, `self-signed certificate for ${step.hosts.join(', ')}`];
  if (step.kind === 'restore') return ['restore', nameOf(step.target), `gives back what ${step.exposure} took`];
  return ['delete', nameOf(step.target), 'no longer planned'];
}

/** The one line of an object that tells most: type and ports of a Service, hosts of a route. */
function summaryOf(object: { kind: string; [field: string]: unknown }): string {
  const spec = (object['spec'] ?? {}) as {
    type?: string;
    ports?: PortLike[];
    hostnames?: string[];
    rules?: { host?: string }[];
    ingressClassName?: string;
  };
  if (object.kind === 'Service') return `${spec.type ?? 'ClusterIP'} ${(spec.ports ?? []).map(portText).join(',')}`;
  if (object.kind === 'Ingress')
    return `class ${spec.ingressClassName ?? 'default'}, host ${(spec.rules ?? []).map(({ host }) => host ?? '*').join(',')}`;
  return (spec.hostnames ?? []).join(',');
}

interface PortLike {
  port?: number;
  nodePort?: number;
  protocol?: string;
}

const portText = ({ port, nodePort, protocol = 'TCP' }: PortLike): string =>
  `${port}${nodePort === undefined ? '' : `:${nodePort}`}/${protocol}`;

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

/** An entry point in words: its URL or address once known, else where the address will come from. */
export function describeEntry(entry: EntryPoint): string {
  const { addresses, addressSource, port, protocol } = entry;
  const url = entryUrl(entry);
  if (url !== undefined) return addresses[0] === undefined ? `${url} (${addressSource})` : url;
  const address = addresses[0];
  const shown = address === undefined ? addressSource : address.includes(':') ? `[${address}]` : address;
  return `${entry.host === undefined ? '' : `${entry.host} at `}${shown}, port ${port ?? 'still to be assigned'}/${protocol}`;
}
