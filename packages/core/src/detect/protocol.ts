import type { ExposurePort } from '../model/exposure.js';
import type { KubeObject } from '../model/kube.js';
import type { Known, PortProtocolFact } from './facts.js';
import { imageName } from './find-workloads.js';
import { API_WORDS, INTERNAL_PORTS, PAGE_IMAGES, PAGE_WORDS, PROTOCOLS, type ProtocolRow } from './protocols.js';
import { dig, integer, record, records, text, texts } from './read.js';
import type { Workload, WorkloadContainer } from './workload.js';

/**
 * What each port of a workload speaks, as far as can be told without asking it: appProtocol, an image on its own port, then the
 * port's name, that of a Service before it, probes, the image, well-known numbers. The strongest tells; the others are kept as
 * evidence.
 *
 * @param asked ports of the request: their appProtocol counts most, and ports that no container declares are judged as well.
 * @param services Services that select the pods.
 */
export function guessProtocols(
  workload: Workload,
  asked: readonly ExposurePort[] = [],
  services: readonly KubeObject[] = [],
): PortProtocolFact[] {
  const before = services.flatMap(portsOf);
  const many = workload.containers.reduce((sum, container) => sum + container.ports.length, 0) > 1;
  const out = workload.containers.flatMap((container) =>
    container.ports.map((port) => {
      const hint = asked.find((entry) => meets(entry, port.containerPort, port.name))?.appProtocol;
      return judge(workload, container, {
        port: port.containerPort,
        transport: port.protocol,
        name: port.name,
        hint,
        many,
        before: before.filter((entry) => leadsTo(entry, port.containerPort, port.name)),
      });
    }),
  );
  const main = workload.containers[0];
  for (const entry of asked) {
    const target = entry.targetPort ?? entry.port;
    if (typeof target !== 'number' || !main || out.some((fact) => fact.port === target)) continue;
    out.push(
      judge(workload, main, {
        port: target,
        transport: entry.protocol ?? 'TCP',
        name: entry.name,
        hint: entry.appProtocol,
        many,
        before: before.filter((port) => leadsTo(port, target, entry.name)),
      }),
    );
  }
  return out;
}

/** What a port of a Service speaks, where no workload behind it was read. */
export function guessServicePort(port: {
  port: number;
  name?: string;
  protocol: 'TCP' | 'UDP' | 'SCTP';
  appProtocol?: string;
}): PortProtocolFact {
  const question: Question = { port: port.port, transport: port.protocol, name: port.name, hint: port.appProtocol, many: false };
  return conclude('', question, [byHint(question), byName(question), byNumber(question)], judgeInternal({}, question));
}

/** A port of a Service that leads to a port of the pods. */
interface ServicePort {
  service: string;
  name?: string;
  appProtocol?: string;
  target: unknown;
}

function portsOf(service: KubeObject): ServicePort[] {
  return records(dig(service, 'spec', 'ports')).map((port) => {
    const name = text(port['name']);
    const appProtocol = text(port['appProtocol']);
    return {
      service: service.metadata.name ?? '',
      ...(name === undefined ? {} : { name }),
      ...(appProtocol === undefined ? {} : { appProtocol }),
      target: port['targetPort'] ?? port['port'],
    };
  });
}

function leadsTo({ target }: ServicePort, port: number, name: string | undefined): boolean {
  return target === port || (name !== undefined && target === name);
}

/** Whether an asked port is this declared one: by the same order in which ports are resolved, target, then name, then number. */
function meets(entry: ExposurePort, port: number, name: string | undefined): boolean {
  if (entry.targetPort !== undefined) return entry.targetPort === port || entry.targetPort === name;
  if (entry.name !== undefined && entry.name === name) return true;
  return entry.port === port;
}

interface Question {
  port: number;
  transport: 'TCP' | 'UDP' | 'SCTP';
  name?: string | undefined;
  /** appProtocol. */
  hint?: string | undefined;
  /** The workload has several ports. */
  many: boolean;
  /** Ports of Services that lead here. */
  before?: readonly ServicePort[];
}

function judge(workload: Workload, container: WorkloadContainer, question: Question): PortProtocolFact {
  const image = byImage(container, question);
  const isItsOwn = image?.row.ports?.some((entry) => entry.port === question.port) ?? false;
  const own = isItsOwn ? image : undefined;
  const answers = [
    byHint(question),
    own,
    byName(question),
    byService(question),
    byProbe(container, question),
    isItsOwn ? undefined : image,
    byNumber(question),
  ];
  const internal = judgeInternal(workload.podAnnotations, question);
  const fact = conclude(container.name, question, answers, internal);
  const audience = fact.isHttp === 'yes' && !internal ? judgeAudience(workload, container, fact.protocol, question.name) : undefined;
  return audience === undefined ? fact : { ...fact, audience: audience.audience, evidence: [...fact.evidence, audience.why] };
}

/** The strongest clue tells; the others are kept as evidence. */
function conclude(
  container: string,
  { port, transport, name }: Question,
  answers: (Clue | undefined)[],
  internal: Internal | undefined,
): PortProtocolFact {
  const clues = answers.filter((answer) => answer !== undefined);
  const row = clues[0]?.row;
  const isHttp: Known = transport !== 'TCP' ? 'no' : row === undefined ? 'unknown' : row.http ? 'yes' : 'no';
  return {
    container,
    port,
    ...(name === undefined ? {} : { name }),
    transport,
    ...(row === undefined ? {} : { protocol: row.id }),
    isHttp,
    tls: row?.tls === true || clues.some((clue) => clue.tls === true),
    ...(internal === undefined ? {} : { internal: internal.what }),
    evidence: [...clues.map((clue) => clue.why), ...(internal ? [internal.why] : [])],
  };
}

interface Clue {
  row: ProtocolRow;
  why: string;
  tls?: boolean;
}

function byHint({ hint }: Question): Clue | undefined {
  if (hint === undefined) return undefined;
  const row = PROTOCOLS.find((candidate) => candidate.names.includes(hint.toLowerCase()));
  return row ? { row, why: `appProtocol ${hint}` } : undefined;
}

/** The first word of the name that means a protocol, as in http-metrics or tcp-redis; a mere transport gives way to a later word. */
function byName({ name }: Question): Clue | undefined {
  if (name === undefined) return undefined;
  const words = [name, ...name.split(/[-_.]/)];
  const rows = words.flatMap((word) => PROTOCOLS.find((candidate) => candidate.names.includes(word.toLowerCase())) ?? []);
  const row = rows.find((candidate) => candidate.id !== 'tcp' && candidate.id !== 'udp') ?? rows[0];
  return row ? { row, why: `port name ${name}` } : undefined;
}

/** appProtocol of a Service counts before the names of all. */
function byService({ before = [] }: Question): Clue | undefined {
  for (const { service, appProtocol } of before) {
    const clue = byHint({ port: 0, transport: 'TCP', many: false, hint: appProtocol });
    if (clue) return { ...clue, why: `${clue.why} in Service ${service}` };
  }
  for (const { service, name } of before) {
    const clue = byName({ port: 0, transport: 'TCP', many: false, name });
    if (clue) return { ...clue, why: `${clue.why} in Service ${service}` };
  }
  return undefined;
}

const PROBES = ['readinessProbe', 'livenessProbe', 'startupProbe'];

function byProbe(container: WorkloadContainer, { port, name }: Question): Clue | undefined {
  const isThis = (target: unknown): boolean => target === port || (name !== undefined && target === name);
  for (const kind of PROBES) {
    const probe = record(container.spec[kind]);
    const get = record(probe['httpGet']);
    if (probe['httpGet'] !== undefined && isThis(get['port'])) {
      const tls = get['scheme'] === 'HTTPS';
      const row = PROTOCOLS.find((candidate) => candidate.id === (tls ? 'https' : 'http'));
      if (row) return { row, why: `${kind} asks ${tls ? 'https' : 'http'} ${text(get['path']) ?? '/'} of this port`, tls };
    }
    if (probe['grpc'] !== undefined && integer(dig(probe, 'grpc', 'port')) === port) {
      const row = PROTOCOLS.find((candidate) => candidate.id === 'grpc');
      if (row) return { row, why: `${kind} is a gRPC probe of this port` };
    }
  }
  for (const kind of PROBES) {
    const words = texts(dig(container.spec, kind, 'exec', 'command')).flatMap((part) => part.split(/[\s/;&|()"'$]+/));
    const row = PROTOCOLS.find((candidate) => candidate.probes?.some((command) => words.includes(command)));
    // The command tells what the container is, not which of several ports it asks.
    if (row && (container.ports.length <= 1 || row.ports?.some((entry) => entry.port === port)))
      return { row, why: `${kind} runs ${row.probes?.find((command) => words.includes(command))}` };
  }
  return undefined;
}

function byImage(container: WorkloadContainer, { port }: Question): Clue | undefined {
  if (container.image === undefined) return undefined;
  const last = imageName(container.image).split('/').at(-1) ?? '';
  const full = imageName(container.image);
  const row = PROTOCOLS.find((candidate) => candidate.images?.some((image) => imageFits(image, last, full)));
  if (row)
    return container.ports.length <= 1 || row.ports?.some((entry) => entry.port === port)
      ? { row, why: `image ${container.image}` }
      : undefined;
  const http = PROTOCOLS.find((candidate) => candidate.id === 'http');
  return http && PAGE_IMAGES.includes(last) && container.ports.length <= 1 ? { row: http, why: `image ${container.image}` } : undefined;
}

function imageFits(pattern: string, last: string, full: string): boolean {
  if (pattern === 'server') return full.endsWith('mssql/server');
  return pattern.endsWith('*') ? last.startsWith(pattern.slice(0, -1)) : last === pattern;
}

function byNumber({ port, transport }: Question): Clue | undefined {
  const row = PROTOCOLS.find((candidate) =>
    candidate.ports?.some((entry) => entry.port === port && (entry.transport ?? 'TCP') === transport),
  );
  return row ? { row, why: `port ${port} is known for ${row.title}` } : undefined;
}

interface Internal {
  what: NonNullable<PortProtocolFact['internal']>;
  why: string;
}

function judgeInternal(annotations: Record<string, string>, { port, name, many }: Question): Internal | undefined {
  const words = name === undefined ? [] : [name, ...name.split(/[-_.]/)].map((word) => word.toLowerCase());
  for (const row of INTERNAL_PORTS) {
    // A port that is all that there is and only has the word in its name may well be an application for administrators.
    if (row.what === 'admin' && !many && words.length > 2) continue;
    if (row.words.some((word) => words.includes(word))) return { what: row.what, why: `port name ${name} speaks of ${row.what}` };
  }
  for (const row of INTERNAL_PORTS) {
    if (row.ports.includes(port)) return { what: row.what, why: `port ${port} is known for ${row.what}` };
  }
  // An only port that is scraped is the application's own.
  if (many && annotations['prometheus.io/port'] === String(port)) return { what: 'metrics', why: `annotation prometheus.io/port: ${port}` };
  return undefined;
}

function judgeAudience(
  workload: Workload,
  container: WorkloadContainer,
  protocol: string | undefined,
  name: string | undefined,
): { audience: 'page' | 'api'; why: string } | undefined {
  if (protocol?.startsWith('grpc')) return { audience: 'api', why: 'gRPC is for programs' };
  const last = container.image === undefined ? '' : (imageName(container.image).split('/').at(-1) ?? '');
  const sources: [string, string][] = [
    ['port name', name ?? ''],
    ['name', workload.ref.name],
    ['image', last],
  ];
  if (PAGE_IMAGES.includes(last)) return { audience: 'page', why: `image ${last} serves pages` };
  for (const [what, value] of sources) {
    const words = value.toLowerCase().split(/[-_.]/);
    const api = words.find((word) => API_WORDS.includes(word));
    const page = words.find((word) => PAGE_WORDS.includes(word));
    // "web-api" is an API; "shop" alone is a page.
    if (api !== undefined) return { audience: 'api', why: `${what} ${value} speaks of an API` };
    if (page !== undefined) return { audience: 'page', why: `${what} ${value} speaks of a page` };
  }
  return undefined;
}
