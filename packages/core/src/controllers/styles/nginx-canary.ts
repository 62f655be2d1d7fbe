import { finding } from '../../checks/finding.js';
import { dig, record, records, text, textMap } from '../../detect/read.js';
import type { KubeObject } from '../../model/kube.js';
import { ingressCarrier } from '../carriers/ingress.js';
import type { RouteReading } from '../reading.js';
import { takeField } from '../reading.js';
import type { RouteEncoding, RouteStyle } from './style.js';

const CANARY = 'nginx.ingress.kubernetes.io/canary';
const WEIGHT = `${CANARY}-weight`;
const TOTAL = `${CANARY}-weight-total`;
const PATTERN = `${CANARY}-by-header-pattern`;
const VALUE = `${CANARY}-by-header-value`;
const PART = 'canary';

/** A second Ingress with the same hosts and paths, which leads to the other Service. Its annotations are rows. */
export const nginxCanary: RouteStyle = {
  options: ['options.canary.service', 'options.canary.port'],
  hasOwnWords: true,
  belongs: (object, route) => !isCanary(object) || hasSamePlaces(object, route),
  encode,
  decode,
};

function encode({ request, out, places, valueOf }: RouteEncoding): void {
  const backend = { name: String(valueOf('options.canary.service')), port: Number(valueOf('options.canary.port') ?? 0) };
  const { tls: _, ...rest } = request;
  const [built] = ingressCarrier.build({ metadata: {}, request: rest, encoded: out, backends: out.paths.map(() => backend) });
  for (const [key, value] of Object.entries(record(built?.['spec']))) places.field(PART, `spec.${key}`, value);
}

function isCanary(object: KubeObject): boolean {
  return object.kind === 'Ingress' && textMap(object.metadata.annotations)[CANARY] === 'true';
}

/** Hosts and paths, as texts. */
function placesOf(ingress: KubeObject): string[] {
  return records(dig(ingress, 'spec', 'rules')).flatMap((rule) =>
    records(dig(rule, 'http', 'paths')).map((entry) => `${text(rule['host']) ?? ''} ${text(entry['path']) ?? '/'}`),
  );
}

function hasSamePlaces(canary: KubeObject, route: KubeObject): boolean {
  const own = new Set(placesOf(route));
  return placesOf(canary).some((place) => own.has(place));
}

function decode(reading: RouteReading): void {
  const source = reading.sources.get(PART);
  const [content] = source?.fields ?? [];
  if (!source || !content) return;
  const { paths } = ingressCarrier.read({ ...content, metadata: {} } as unknown as KubeObject, []);
  const backend = paths[0]?.backend;
  if (!backend) return;
  for (const field of ['spec.rules', 'spec.ingressClassName', 'spec.tls']) takeField(source, field);
  reading.values.set('options.canary.service', backend.name);
  readTotal(source.annotations);
  readPattern(reading, source.annotations);
  if (backend.port !== reading.carried.paths[0]?.backend?.port) reading.values.set('options.canary.port', backend.port);
}

/** A weight of another total than 100 is a percentage as well, where it is a whole one. */
function readTotal(annotations: Map<string, string>): void {
  const [weight, total] = [WEIGHT, TOTAL].map((key) => Number(annotations.get(key) ?? Number.NaN));
  const percent = ((weight ?? 0) / (total ?? 0)) * 100;
  if (!Number.isInteger(percent)) return;
  annotations.set(WEIGHT, String(percent));
  annotations.delete(TOTAL);
}

/** A pattern that is a plain text is a value. */
function readPattern({ findings }: RouteReading, annotations: Map<string, string>): void {
  const value = /^\^?([A-Za-z0-9_-]+)\$?$/.exec(annotations.get(PATTERN) ?? '')?.[1];
  if (value === undefined || annotations.has(VALUE)) return;
  annotations.delete(PATTERN);
  annotations.set(VALUE, value);
  const message = `${PATTERN}: read as the value ${value}; as an expression it may match more`;
  findings.push(finding('EP383', { message, field: 'spec.options.canary.headerValue' }));
}
