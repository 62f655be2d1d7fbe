import { dig, record, records, text, textMap } from '../../detect/read.js';
import type { KubeObject } from '../../model/kube.js';
import { ingressCarrier } from '../carriers/ingress.js';
import type { RouteReading } from '../reading.js';
import { takeField } from '../reading.js';
import type { RouteEncoding, RouteStyle } from './style.js';

const CANARY = 'nginx.ingress.kubernetes.io/canary';
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
  if (backend.port !== reading.carried.paths[0]?.backend?.port) reading.values.set('options.canary.port', backend.port);
}
