import { finding } from '../checks/finding.js';
import { dig, record, text, textMap } from '../detect/read.js';
import type { Finding } from '../model/finding.js';
import type { KubeObject } from '../model/kube.js';
import type { LoadBalancerCodec, LoadBalancerOption, LoadBalancerOptionRow, OldWord, ServiceField } from './codec.js';
import { LOAD_BALANCER_OPTIONS } from './codec.js';
import type { LoadBalancerSettings } from './encode.js';
import { untransform } from './inverse.js';
import { loadBalancerById } from './registry.js';

/** A live Service in neutral terms. */
export interface DecodedLoadBalancer {
  spec: LoadBalancerSettings;
  /** Words that are not neutral options, and old words; nothing is dropped without one. */
  findings: Finding[];
}

const FIELDS: readonly ServiceField[] = ['externalTrafficPolicy', 'loadBalancerClass', 'loadBalancerIP', 'loadBalancerSourceRanges'];
/** What a field says when it says nothing. */
const SILENT: Readonly<Partial<Record<ServiceField, string>>> = { externalTrafficPolicy: 'Cluster' };

interface Reading {
  annotations: Map<string, string>;
  fields: Map<ServiceField, unknown>;
  ports: { port: number; protocol: string }[];
  values: Map<LoadBalancerOption, unknown>;
  findings: Finding[];
}

/**
 * Reads the fields and annotations of a Service of type LoadBalancer back into neutral options. Old words are read as well, and said
 * to be old. An annotation under the implementation's prefix that says nothing neutral is reported, as is a field.
 *
 * @param implementation id in the registry; one without a codec gives nothing but a finding for each word.
 */
export function decodeLoadBalancer(implementation: string, service: KubeObject): DecodedLoadBalancer {
  const row = loadBalancerById(implementation);
  const codec: LoadBalancerCodec = row?.codec ?? { prefixes: [], protocols: [], mixed: 'depends', options: [] };
  const annotations = Object.entries(textMap(service.metadata.annotations)).filter(([key]) => isOwn(codec, key));
  const spec = record(service['spec']);
  const ports = (Array.isArray(spec['ports']) ? spec['ports'] : []).map((port) => ({
    port: Number(dig(port, 'port')),
    protocol: text(dig(port, 'protocol')) ?? 'TCP',
  }));
  const said = FIELDS.filter((field) => spec[field] !== undefined && spec[field] !== (SILENT[field] ?? ''));
  const reading: Reading = {
    annotations: new Map(annotations),
    fields: new Map(said.map((field) => [field, spec[field]])),
    ports,
    values: new Map(),
    findings: [],
  };
  for (const [key, value] of Object.entries(codec.always ?? {}))
    if (reading.annotations.get(key) === value) reading.annotations.delete(key);
  for (const option of LOAD_BALANCER_OPTIONS) readOption(reading, codec, option);
  for (const { also } of codec.options.filter(({ option }) => reading.values.has(option))) {
    for (const key of Object.keys(also ?? {})) reading.annotations.delete(key);
  }
  const who = row?.title ?? implementation;
  for (const [key, value] of [...reading.annotations].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    reading.findings.push(finding('EP372', { message: `${key}: ${value} of ${who} says nothing that is a neutral option` }));
  for (const [field, value] of reading.fields)
    reading.findings.push(finding('EP372', { message: `spec.${field}: ${String(value)} says nothing neutral on ${who}` }));
  return { spec: settingsOf(reading.values), findings: reading.findings };
}

function isOwn({ prefixes, options, always }: LoadBalancerCodec, key: string): boolean {
  if (prefixes.some((prefix) => key.startsWith(prefix)) || always?.[key] !== undefined) return true;
  return options.some(({ annotation, reads }) => annotation === key || reads?.some((old) => old.annotation === key));
}

function readOption(reading: Reading, codec: LoadBalancerCodec, option: LoadBalancerOption): void {
  const rules = codec.options.filter((rule) => rule.option === option && rule.verdict !== 'none');
  const counts = ({ when }: LoadBalancerOptionRow): boolean =>
    Object.entries(when ?? {}).every(([other, texts]) => {
      const value = reading.values.get(other as LoadBalancerOption) ?? codec.defaults?.[other as LoadBalancerOption] ?? '';
      return texts.includes(String(value));
    });
  for (const rule of rules.filter(counts)) {
    const value = rule.annotation?.includes('{') ? takePorts(reading, rule) : takeWord(reading, rule);
    if (value !== undefined && !reading.values.has(option) && value !== false) reading.values.set(option, value);
  }
  for (const rule of rules.filter(counts)) {
    for (const old of rule.reads ?? []) {
      const value = takeOld(reading, rule, old);
      if (value === undefined) continue;
      const word = old.annotation ?? `spec.${old.field ?? ''}`;
      reading.findings.push(finding('EP371', { message: `${word}: ${old.note}`, field: `spec.${option}` }));
      if (!reading.values.has(option) && value !== false) reading.values.set(option, value);
    }
  }
  const silence = codec.defaults?.[option];
  if (!reading.values.has(option) && silence !== undefined && rules.some((rule) => rule.default !== undefined))
    reading.values.set(option, silence);
}

/** Takes a word out of what is to be read and gives its neutral value; leaves it there when it has none. */
function takeWord(reading: Reading, rule: LoadBalancerOptionRow): unknown {
  const { annotation, attribute, field } = rule;
  if (field !== undefined) {
    const raw = reading.fields.get(field);
    const value = raw === undefined ? undefined : rule.transform === undefined ? fits(rule, raw) : untransform(rule, String(raw));
    if (value !== undefined) reading.fields.delete(field);
    return value;
  }
  if (annotation === undefined) return undefined;
  const raw = reading.annotations.get(annotation);
  if (raw === undefined) return undefined;
  if (attribute === undefined) {
    const value = fits(rule, untransform(rule, raw));
    if (value === undefined) return undefined;
    for (const key of [annotation, ...(rule.alike ?? [])]) if (reading.annotations.get(key) === raw) reading.annotations.delete(key);
    return value;
  }
  const entries = raw.split(',').map((entry) => entry.trim());
  const own = entries.find((entry) => entry.startsWith(`${attribute}=`));
  const value = own === undefined ? undefined : fits(rule, untransform(rule, own.slice(attribute.length + 1)));
  if (value === undefined) return undefined;
  const rest = entries.filter((entry) => entry !== own && entry !== '');
  if (rest.length === 0) reading.annotations.delete(annotation);
  else reading.annotations.set(annotation, rest.join(','));
  return value;
}

/** One word for each port: it is neutral only when every port has the same. */
function takePorts(reading: Reading, rule: LoadBalancerOptionRow): unknown {
  const keys = reading.ports
    .filter(({ protocol }) => rule.transport === undefined || protocol === rule.transport)
    .map(({ port, protocol }) => (rule.annotation ?? '').replace('{port}', String(port)).replace('{protocol}', protocol));
  const texts = new Set(keys.map((key) => reading.annotations.get(key)));
  if (texts.size !== 1 || texts.has(undefined)) return undefined;
  const values = keys.map((annotation) => takeWord(reading, { ...rule, annotation }));
  return values[0];
}

function takeOld(reading: Reading, rule: LoadBalancerOptionRow, old: OldWord): unknown {
  const { option, source, verified } = rule;
  const transform = old.transform ?? rule.transform;
  const values = old.values ?? rule.values;
  const place = old.annotation === undefined ? { field: old.field } : { annotation: old.annotation };
  const word = {
    option,
    source,
    verified,
    verdict: 'exact',
    ...(transform ? { transform } : {}),
    ...place,
    ...(values ? { values } : {}),
  } as LoadBalancerOptionRow;
  return takeWord(reading, rule.pattern === undefined ? word : { ...word, pattern: rule.pattern });
}

function fits(rule: LoadBalancerOptionRow, value: unknown): unknown {
  if (value === undefined || rule.pattern === undefined) return value;
  return new RegExp(rule.pattern).test(Array.isArray(value) ? value.join(',') : String(value)) ? value : undefined;
}

/** Values by their paths, as the blocks of a request. */
function settingsOf(values: ReadonlyMap<LoadBalancerOption, unknown>): LoadBalancerSettings {
  const out: Record<string, unknown> = {};
  for (const [option, value] of values) {
    const parts = option.split('.');
    let at = out;
    for (const part of parts.slice(0, -1)) at = (at[part] ??= {}) as Record<string, unknown>;
    at[parts.at(-1) ?? ''] = value;
  }
  return out as LoadBalancerSettings;
}
