import { finding } from '../checks/finding.js';
import { transform } from '../controllers/transforms.js';
import { dig } from '../detect/read.js';
import type { ExposureSpec } from '../model/exposure.js';
import type { Finding } from '../model/finding.js';
import { isSet } from '../strategies/requirements.js';
import { LOAD_BALANCER_OPTIONS, type LoadBalancerCodec, type LoadBalancerOption, type LoadBalancerOptionRow } from './codec.js';
import { encodePlain } from './generic.js';
import { loadBalancerById, loadBalancersWith } from './registry.js';
import { LOAD_BALANCER_ROWS } from './rows.js';
import type { LoadBalancerRow } from './row.js';

/** The parts of a request that a load balancer may have words for. */
export type LoadBalancerSettings = Pick<ExposureSpec, 'access' | 'options' | 'loadBalancer'>;

/** What is asked of a load balancer, neutrally. */
export interface LoadBalancerRequest {
  /** Id of the implementation; absent, empty or `generic` when it is not known. */
  implementation?: string;
  spec: LoadBalancerSettings;
  /** Ports of the Service. */
  ports?: readonly { port: number; protocol: string }[];
  /** The class that the live Service has, which cannot be changed; an empty text for one without. */
  liveClass?: string;
}

/** What a request became: fields for the spec of the Service, annotations, things to know, and what cannot be done. */
export interface EncodedLoadBalancer {
  spec: Record<string, unknown>;
  annotations: Record<string, string>;
  notes: Finding[];
  unsupported: Finding[];
}

/**
 * Writes a request in the words of an implementation. What it has no word for is an error that names option and implementation,
 * never left out. Without an implementation only the fields that every Service has are used.
 */
export function encodeLoadBalancer(request: LoadBalancerRequest): EncodedLoadBalancer {
  const { implementation = 'generic' } = request;
  const row = loadBalancerById(implementation);
  if (row?.codec) return encodeWith(row, row.codec, request);
  const out = encodePlain(row, request.spec);
  if (!row && implementation !== 'generic' && implementation !== '') {
    const known = LOAD_BALANCER_ROWS.map(({ id }) => id).join(', ');
    const message = `${implementation} is not known; known are ${known}`;
    out.unsupported.unshift(finding('EP270', { message, field: 'spec.loadBalancer.implementation' }));
  }
  return out;
}

interface Encoding {
  row: LoadBalancerRow;
  request: LoadBalancerRequest;
  out: EncodedLoadBalancer;
  /** Annotations that are lists of `key=value`. */
  attributes: Record<string, Record<string, string>>;
  valueOf: (option: LoadBalancerOption) => unknown;
  /** What counts, whether asked for or not. */
  effective: (option: LoadBalancerOption) => string;
}

function encodeWith(row: LoadBalancerRow, codec: LoadBalancerCodec, request: LoadBalancerRequest): EncodedLoadBalancer {
  const out: EncodedLoadBalancer = { spec: {}, annotations: { ...codec.always }, notes: [], unsupported: [] };
  const asked = (option: LoadBalancerOption): unknown => {
    const value: unknown = dig(request.spec, ...option.split('.'));
    return isSet(value) ? value : undefined;
  };
  const isFixed = (option: LoadBalancerOption, word: string): boolean =>
    option === 'loadBalancer.class' && request.liveClass !== undefined && request.liveClass !== word;
  const ownWord = (option: LoadBalancerOption): string | undefined =>
    codec.options.find((rule) => rule.option === option && rule.default !== undefined && !isFixed(option, rule.default))?.default;
  const valueOf = (option: LoadBalancerOption): unknown => asked(option) ?? ownWord(option);
  const effective = (option: LoadBalancerOption): string => textOf(valueOf(option) ?? codec.defaults?.[option] ?? '');
  const encoding: Encoding = { row, request, out, attributes: {}, valueOf, effective };
  for (const option of LOAD_BALANCER_OPTIONS) {
    const value = valueOf(option);
    if (value !== undefined) encodeOption(encoding, codec, option, value);
  }
  for (const [annotation, entries] of Object.entries(encoding.attributes)) {
    out.annotations[annotation] = Object.entries(entries)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${key}=${value}`)
      .join(',');
  }
  checkTransports(row, codec, request, out);
  return out;
}

function encodeOption(encoding: Encoding, codec: LoadBalancerCodec, option: LoadBalancerOption, value: unknown): void {
  const { row, out, effective, valueOf } = encoding;
  const field = `spec.${option}`;
  const refuse = (code: 'EP205' | 'EP271' | 'EP272' | 'EP273' | 'EP286', message: string): void => {
    const able = code === 'EP205' ? loadBalancersWith(option).filter((id) => id !== row.id) : [];
    const remedy = able.length === 0 ? {} : { remedy: `Leave the option out; these have it: ${able.join(', ')}.` };
    out.unsupported.push(finding(code, { message, field, ...remedy }));
  };
  const rules = codec.options.filter((rule) => rule.option === option);
  const able = rules.filter(({ verdict }) => verdict !== 'none');
  const none = rules.find(({ verdict }) => verdict === 'none');
  if (able.length === 0) {
    const code = option === 'access.allowFrom' ? 'EP286' : 'EP205';
    refuse(code, `${row.title} cannot express ${option}${none?.note === undefined ? '' : `: ${none.note}`}`);
    return;
  }
  const fitting = able.filter(({ when }) => misfit(when, effective) === undefined);
  const [first] = fitting;
  if (!first) {
    const other = able.map(({ when }) => misfit(when, effective)).find((words) => words !== undefined);
    refuse('EP272', `${row.title} takes ${option} only with ${other ?? ''}`);
    return;
  }
  const rule = fitting.find(({ pattern }) => pattern === undefined || new RegExp(pattern).test(textOf(value)));
  if (!rule) {
    const forms = [...new Set(fitting.flatMap(({ expects }) => expects ?? []))].join(' or ');
    refuse('EP271', `${option} ${textOf(value)}: on ${row.title} it must be ${forms}`);
    return;
  }
  const clash = rule.excludes?.find((other) => valueOf(other) !== undefined);
  if (clash) {
    refuse('EP272', `${row.title} cannot have ${option} together with ${clash}${rule.note === undefined ? '' : `: ${rule.note}`}`);
    return;
  }
  const missing = rule.needs?.find((other) => valueOf(other) === undefined);
  if (missing) {
    refuse('EP273', `${row.title} takes ${option} only together with ${missing}${rule.note === undefined ? '' : `: ${rule.note}`}`);
    return;
  }
  const result = transform(rule.transform ?? 'string', value, rule.values);
  if ('error' in result) {
    if (rule.transform !== 'map') refuse('EP271', `${option}: ${result.error}`);
    else refuse('EP205', `${row.title} cannot express ${option} ${textOf(value)}${rule.note === undefined ? '' : `: ${rule.note}`}`);
    return;
  }
  const [least, greatest] = rule.range ?? [-Infinity, Infinity];
  if (Number(result.text) < least || Number(result.text) > greatest) {
    const unit = rule.transform === 'string' || rule.transform === undefined ? '' : ` ${rule.transform}`;
    refuse('EP271', `${option} ${textOf(value)}: ${row.title} takes ${least} to ${greatest}${unit}`);
    return;
  }
  if (result.note !== undefined)
    out.notes.push(finding('EP370', { level: 'info', message: `${option} on ${row.title}: ${result.note}`, field }));
  if (rule.verdict === 'approximate') {
    const code = option === 'access.allowFrom' ? 'EP355' : 'EP370';
    out.notes.push(finding(code, { message: `${option} on ${row.title}: ${rule.note ?? ''}`, field }));
  }
  // An empty text of a map: it does so without being told.
  if (result.text !== '') write(encoding, rule, value, result.text);
}

/** Why a row does not count, as the end of a sentence; `undefined` when it does. */
function misfit(when: LoadBalancerOptionRow['when'], effective: (option: LoadBalancerOption) => string): string | undefined {
  const broken = Object.entries(when ?? {}).find(([option, texts]) => !texts.includes(effective(option as LoadBalancerOption)));
  return broken && `${broken[0]} ${broken[1].join(' or ')}`;
}

function write({ out, attributes, request }: Encoding, rule: LoadBalancerOptionRow, value: unknown, text: string): void {
  const { field, annotation, attribute } = rule;
  Object.assign(out.annotations, rule.also, Object.fromEntries((rule.alike ?? []).map((key) => [key, text])));
  if (field !== undefined) out.spec[field] = rule.transform === undefined ? value : text;
  if (annotation === undefined) return;
  for (const key of keysFor(annotation, request.ports ?? [], rule.transport)) {
    if (attribute === undefined) out.annotations[key] = text;
    else (attributes[key] ??= {})[attribute] = text;
  }
}

/** The key, or with `{port}` one for each port. */
function keysFor(annotation: string, ports: readonly { port: number; protocol: string }[], transport: string | undefined): string[] {
  if (!annotation.includes('{')) return [annotation];
  return ports
    .filter(({ protocol }) => transport === undefined || protocol === transport)
    .map(({ port, protocol }) => annotation.replace('{port}', String(port)).replace('{protocol}', protocol));
}

function checkTransports(
  row: LoadBalancerRow,
  codec: LoadBalancerCodec,
  { ports = [] }: LoadBalancerRequest,
  out: EncodedLoadBalancer,
): void {
  const used = [...new Set(ports.map(({ protocol }) => protocol))];
  const foreign = used.filter((protocol) => !codec.protocols.some((known) => known === protocol));
  if (foreign.length > 0) {
    const message = `${row.title} serves ${codec.protocols.join(' and ')}, not ${foreign.join(' or ')}`;
    out.unsupported.push(finding('EP274', { message, field: 'spec.ports' }));
  } else if (used.length > 1 && codec.mixed === 'no') {
    const message = `${row.title} takes no Service with ports of ${used.join(' and ')} together`;
    out.unsupported.push(finding('EP274', { message, field: 'spec.ports' }));
  } else if (used.length > 1 && codec.mixed === 'depends') {
    const message = `whether ${row.title} takes ${used.join(' and ')} in one Service depends on its version and setup`;
    out.notes.push(finding('EP370', { message, field: 'spec.ports' }));
  }
}

/** A neutral value as a text; lists with commas. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(',');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
