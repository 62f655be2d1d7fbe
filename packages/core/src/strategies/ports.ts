import type { ExposurePort, Protocol } from '../model/exposure.js';
import type { KubeObject } from '../model/kube.js';
import { dig, integer, records, text } from '../detect/read.js';
import type { ContainerPort, Workload, WorkloadContainer } from '../detect/workload.js';
import { noPort } from './no-port.js';
import { note, type Notes } from './notes.js';

/** A port with every default filled in. */
export interface ResolvedPort {
  /** Name on the Service; absent when there is one port and nobody named it. */
  name?: string;
  /** Port under which clients reach it. */
  port: number;
  /** As it will stand in a Service: the number, or the name that was asked for. */
  targetPort: number | string;
  protocol: Protocol;
  appProtocol?: string;
  /** The container port behind it. A name that cannot be looked up counts as the port itself. */
  containerPort: number;
  /** The container that declares it; absent when none does. */
  container?: string;
}

type Declared = ContainerPort & { container: string };

/** The container that serves: the one asked for, else the first that declares ports, else the first. */
export function servingContainer(workload: Workload, wanted: string | undefined): WorkloadContainer | undefined {
  if (wanted !== undefined) return workload.containers.find(({ name }) => name === wanted);
  const own = workload.containers.filter(({ list }) => list === 'containers');
  return own.find(({ ports }) => ports.length > 0) ?? own[0];
}

/**
 * Resolves the ports of a request against what the workload declares. Without a request all ports of the serving container count.
 * A port number that no container declares leads to the only declared one, with a warning, since nothing would listen there.
 */
export function resolvePorts(
  workload: Workload,
  container: WorkloadContainer,
  wanted: readonly ExposurePort[],
  notes: Notes,
): ResolvedPort[] {
  const own = container.ports.map((port) => ({ ...port, container: container.name }));
  const others = workload.containers.filter((other) => other !== container);
  const all: Declared[] = [...own, ...others.flatMap(({ name, ports }) => ports.map((port) => ({ ...port, container: name })))];
  if (wanted.length === 0 && own.length === 0) {
    note(notes, 'EP153', noPort(workload, container));
    return [];
  }
  const ports =
    wanted.length === 0
      ? own.map((port) => fromDeclared(port))
      : wanted.flatMap((port, index) => resolvePort(port, index, own, all, notes));
  return withNames(ports, notes);
}

/** The ports of a Service that is itself the target. */
export function portsOfService(
  service: KubeObject,
  workload: Workload | undefined,
  wanted: readonly ExposurePort[],
  notes: Notes,
): ResolvedPort[] {
  const declared = (workload?.containers ?? []).flatMap(({ name, ports }) => ports.map((port) => ({ ...port, container: name })));
  const all = records(dig(service, 'spec', 'ports')).flatMap((entry): ResolvedPort[] => {
    const port = integer(entry['port']);
    if (port === undefined) return [];
    const target = integer(entry['targetPort']) ?? text(entry['targetPort']) ?? port;
    const protocol = entry['protocol'] === 'UDP' || entry['protocol'] === 'SCTP' ? entry['protocol'] : 'TCP';
    const behind = declared.find(
      (candidate) => candidate.protocol === protocol && [candidate.name, candidate.containerPort].includes(target),
    );
    const name = text(entry['name']);
    const appProtocol = text(entry['appProtocol']);
    return [
      {
        ...(name === undefined ? {} : { name }),
        port,
        targetPort: target,
        protocol,
        ...(appProtocol === undefined ? {} : { appProtocol }),
        containerPort: behind?.containerPort ?? (typeof target === 'number' ? target : port),
        ...(behind ? { container: behind.container } : {}),
      },
    ];
  });
  if (wanted.length === 0) return withNames(all, notes);
  return withNames(
    wanted.flatMap((port, index) => {
      const found = all.find((candidate) => isWanted(candidate, port));
      if (found)
        return [
          {
            ...(port.targetPort === undefined
              ? found
              : { port: found.port, protocol: found.protocol, ...leadingTo(port.targetPort, found.protocol, declared, found.port) }),
            ...(found.name === undefined ? {} : { name: found.name }),
            ...(port.name === undefined ? {} : { name: port.name }),
            ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
          },
        ];
      // Both sides are named, as in kubectl expose service web --port 443 --target-port 8443: nothing of the Service is needed.
      if (port.port !== undefined && port.targetPort !== undefined) {
        const { name, port: number, protocol = 'TCP', appProtocol } = port;
        return [
          {
            ...(name === undefined ? {} : { name }),
            port: number,
            protocol,
            ...(appProtocol === undefined ? {} : { appProtocol }),
            ...leadingTo(port.targetPort, protocol, declared, number),
          },
        ];
      }
      note(notes, 'EP154', {
        message: `Service ${service.metadata.name} has no port ${port.name ?? port.port ?? port.targetPort}; it has ${listPorts(all)}`,
        field: `spec.ports[${index}]`,
        remedy: 'Use the number or the name of one of its ports, or name the workload as the target.',
      });
      return [];
    }),
    notes,
  );
}

/** Where a target port leads: the container that declares it, else the number itself. */
function leadingTo(
  targetPort: number | string,
  protocol: ResolvedPort['protocol'],
  declared: readonly Declared[],
  port: number,
): Pick<ResolvedPort, 'targetPort' | 'containerPort' | 'container'> {
  const behind = declared.find(
    (candidate) => candidate.protocol === protocol && [candidate.name, candidate.containerPort].includes(targetPort),
  );
  const containerPort = behind?.containerPort ?? (typeof targetPort === 'number' ? targetPort : port);
  return { targetPort, containerPort, ...(behind ? { container: behind.container } : {}) };
}

function isWanted(candidate: ResolvedPort, wanted: ExposurePort): boolean {
  if (wanted.protocol !== undefined && wanted.protocol !== candidate.protocol) return false;
  if (wanted.port !== undefined) return wanted.port === candidate.port;
  if (wanted.targetPort !== undefined) return wanted.targetPort === candidate.targetPort;
  return wanted.name === candidate.name;
}

function resolvePort(
  wanted: ExposurePort,
  index: number,
  own: readonly Declared[],
  all: readonly Declared[],
  notes: Notes,
): ResolvedPort[] {
  const field = `spec.ports[${index}]`;
  const sameProtocol = (port: Declared): boolean => wanted.protocol === undefined || wanted.protocol === port.protocol;
  const mine = own.filter(sameProtocol);
  const every = all.filter(sameProtocol);
  const { targetPort, port, name } = wanted;

  if (typeof targetPort === 'string') {
    const found = every.find((candidate) => candidate.name === targetPort);
    if (found) return [fromDeclared(found, wanted)];
    note(notes, 'EP155', {
      message: `no container declares a port named ${targetPort}; declared are ${listDeclared(all)}`,
      field: `${field}.targetPort`,
    });
    return [];
  }
  if (targetPort !== undefined) {
    const found = every.filter((candidate) => candidate.containerPort === targetPort);
    if (found.length > 0) return unique(found).map((candidate) => fromDeclared(candidate, wanted));
    if (all.length > 0) {
      note(notes, 'EP302', {
        message: `no container declares port ${targetPort}; declared are ${listDeclared(all)}`,
        field: `${field}.targetPort`,
      });
    }
    return [undeclared(targetPort, wanted)];
  }
  if (name !== undefined) {
    const found = mine.find((candidate) => candidate.name === name) ?? every.find((candidate) => candidate.name === name);
    if (found) return [fromDeclared(found, wanted)];
  }
  if (port === undefined) {
    const [only] = mine;
    if (mine.length === 1 && only && name === undefined) return [fromDeclared(only, wanted)];
    note(notes, 'EP155', {
      message: `${name === undefined ? 'the port has neither number nor name' : `no container declares a port named ${name}`}; declared are ${listDeclared(all)}.`,
      field,
    });
    return [];
  }
  const found = every.filter((candidate) => candidate.containerPort === port);
  if (found.length > 0) return unique(found).map((candidate) => fromDeclared(candidate, wanted));
  const [only] = mine;
  if (mine.length === 1 && only) {
    note(notes, 'EP301', {
      message: `port ${port} leads to container port ${only.containerPort}, the only one that container ${only.container} declares`,
      field: `${field}.targetPort`,
    });
    return [fromDeclared(only, wanted)];
  }
  if (all.length === 0) return [undeclared(port, wanted)];
  note(notes, 'EP154', { message: `no container declares port ${port}; declared are ${listDeclared(all)}`, field });
  return [];
}

/** One entry for each protocol: several containers of a pod cannot hold the same port. */
function unique(ports: readonly Declared[]): Declared[] {
  return ports.filter((port, index) => ports.findIndex((other) => other.protocol === port.protocol) === index);
}

function fromDeclared(declared: Declared, wanted: ExposurePort = {}): ResolvedPort {
  const name = wanted.name ?? declared.name;
  return {
    ...(name === undefined ? {} : { name }),
    port: wanted.port ?? declared.containerPort,
    targetPort: typeof wanted.targetPort === 'string' ? wanted.targetPort : declared.containerPort,
    protocol: declared.protocol,
    ...(wanted.appProtocol === undefined ? {} : { appProtocol: wanted.appProtocol }),
    containerPort: declared.containerPort,
    container: declared.container,
  };
}

function undeclared(containerPort: number, wanted: ExposurePort): ResolvedPort {
  return {
    ...(wanted.name === undefined ? {} : { name: wanted.name }),
    port: wanted.port ?? containerPort,
    targetPort: containerPort,
    protocol: wanted.protocol ?? 'TCP',
    ...(wanted.appProtocol === undefined ? {} : { appProtocol: wanted.appProtocol }),
    containerPort,
  };
}

/** A Service with several ports needs a name for each: `port-8080`, with the protocol where a number has several. */
function withNames(ports: readonly ResolvedPort[], notes: Notes): ResolvedPort[] {
  const shared = (port: ResolvedPort): boolean => ports.some((other) => other !== port && other.port === port.port);
  const named = ports.map((port): ResolvedPort => {
    if (ports.length === 1) return port;
    const protocol = port.protocol.toLowerCase();
    if (port.name === undefined) return { ...port, name: shared(port) ? `port-${port.port}-${protocol}` : `port-${port.port}` };
    // One request for a number with two protocols gives both entries the name that was asked for.
    const isRepeated = shared(port) && ports.some((other) => other !== port && other.name === port.name);
    return isRepeated ? { ...port, name: `${port.name}-${protocol}` } : port;
  });
  for (const [index, port] of named.entries()) {
    const twin = named
      .slice(0, index)
      .find(
        (other) => (other.port === port.port && other.protocol === port.protocol) || (other.name !== undefined && other.name === port.name),
      );
    if (twin) {
      const what = twin.name === port.name && port.name !== undefined ? `name ${port.name}` : `port ${port.port}/${port.protocol}`;
      note(notes, 'EP158', { message: `${what} occurs twice`, field: 'spec.ports' });
    }
  }
  return named;
}

/** A setting of a map that goes by the name or the number of a port (`nodePort.ports`, `hostPort.ports`). */
export function settingOf(map: Readonly<Record<string, number>> | undefined, port: ResolvedPort): number | undefined {
  if (!map) return undefined;
  const keys = [port.name, String(port.port), String(port.containerPort)];
  const key = keys.find((candidate) => candidate !== undefined && Object.hasOwn(map, candidate));
  return key === undefined ? undefined : map[key];
}

/** Notes keys of such a map that name no port. */
export function checkSettings(
  map: Readonly<Record<string, number>> | undefined,
  ports: readonly ResolvedPort[],
  field: string,
  notes: Notes,
): void {
  for (const key of Object.keys(map ?? {})) {
    const isKnown = ports.some((port) => port.name === key || String(port.port) === key || String(port.containerPort) === key);
    if (!isKnown) note(notes, 'EP156', { message: `${field} names ${key}; the ports are ${listPorts(ports)}`, field: `${field}.${key}` });
  }
}

/** `http (80), 6379/UDP` for messages. */
export function listPorts(ports: readonly ResolvedPort[]): string {
  if (ports.length === 0) return 'none';
  return ports.map(({ name, port, protocol }) => describe(name, port, protocol)).join(', ');
}

function listDeclared(ports: readonly Declared[]): string {
  if (ports.length === 0) return 'none';
  return ports.map(({ name, containerPort, protocol }) => describe(name, containerPort, protocol)).join(', ');
}

function describe(name: string | undefined, number: number, protocol: Protocol): string {
  const numbered = protocol === 'TCP' ? String(number) : `${number}/${protocol}`;
  return name === undefined ? numbered : `${name} (${numbered})`;
}
