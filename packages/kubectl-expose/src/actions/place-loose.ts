import { readWorkload, type Exposure, type ExposurePort, type ExposureSpec, type KubeObject, type Protocol } from '@expose-plus/core';
import { contradictions, optionContradictions } from '../args/contradictions.js';
import type { Problem } from '../args/normalise.js';
import type { LooseValues, Request } from '../args/request.js';

/** A port as far as it matters for placing a value. */
interface KnownPort {
  name?: string;
  port: number;
  protocol: Protocol;
}

/**
 * Puts the values that stood alone on the command line where they belong, now that the strategy and the workload's ports are known:
 * `--node-port 30086` at the only port, `--target-port`, `--protocol` at the ports, `--class` and `--controller` at the strategy's own
 * block.
 * Problems are added to `problems`.
 */
export function placeLoose(exposure: Exposure, request: Request, object: KubeObject | undefined, problems: Problem[]): Exposure {
  const strategy = exposure.spec.strategy ?? 'auto';
  problems.push(...contradictions(strategy, request.typed), ...optionContradictions(strategy, request.spec.options));
  const { loose } = request;
  const spec: ExposureSpec & Pick<Exposure['spec'], 'target'> = { ...exposure.spec };
  const known = object ? portsOf(object, spec.target.container) : [];
  placePorts(spec, loose, known, problems);
  if (loose.nodePort !== undefined) {
    const key = onlyPort('node-port', loose.nodePort, spec.ports, known, problems);
    if (key !== undefined) spec.nodePort = { ...spec.nodePort, ports: { ...spec.nodePort?.ports, [key]: loose.nodePort } };
  }
  if (loose.hostPort !== undefined) {
    const key = onlyPort('host-port', loose.hostPort, spec.ports, known, problems);
    if (key !== undefined) spec.hostPort = { ...spec.hostPort, ports: { ...spec.hostPort?.ports, [key]: loose.hostPort } };
  }
  if (loose.className !== undefined) {
    if (strategy === 'Ingress') spec.ingress = { ...spec.ingress, className: loose.className };
    if (strategy === 'Gateway') spec.gateway = { ...spec.gateway, className: loose.className };
    if (strategy === 'LoadBalancer') spec.loadBalancer = { ...spec.loadBalancer, class: loose.className };
  }
  if (loose.controller !== undefined) {
    if (strategy === 'Gateway') spec.gateway = { ...spec.gateway, controller: loose.controller };
    else spec.ingress = { ...spec.ingress, controller: loose.controller };
  }
  return { ...exposure, spec };
}

/** `--target-port`, `--protocol` and `--port-name` without `--port` change the ports that the workload declares, as kubectl does. */
function placePorts(spec: ExposureSpec, loose: LooseValues, known: readonly KnownPort[], problems: Problem[]): void {
  const { targetPort, protocol, portName } = loose;
  if (targetPort === undefined && protocol === undefined && portName === undefined) return;
  const ports: ExposurePort[] =
    spec.ports ?? known.map(({ name, port, protocol: own }) => ({ ...(name === undefined ? {} : { name }), port, protocol: own }));
  if (ports.length === 0) {
    if (typeof targetPort === 'number') ports.push({ port: targetPort });
    else {
      problems.push({ message: 'the workload declares no port', remedy: '--port NUMBER' });
      return;
    }
  }
  if (portName !== undefined && ports.length > 1) {
    problems.push({ message: `--port-name=${portName} with several ports: whose name is it?`, remedy: `--port ${portName}=PORT` });
  }
  spec.ports = ports.map((port) => ({
    ...port,
    // Nothing declares the port in this other protocol: its number says where it leads.
    ...(spec.ports === undefined && protocol !== undefined && protocol !== port.protocol && port.port !== undefined
      ? { targetPort: port.port }
      : {}),
    ...(targetPort === undefined ? {} : { targetPort }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(portName === undefined ? {} : { name: portName }),
  }));
}

/** The key of the only port, by name where it has one. */
function onlyPort(
  flag: string,
  number: number,
  asked: readonly ExposurePort[] | undefined,
  known: readonly KnownPort[],
  problems: Problem[],
): string | undefined {
  const ports = asked ?? known;
  const [only] = ports;
  if (only && ports.length === 1) return only.name ?? String(only.port);
  const names = ports.map(({ name, port }) => name ?? String(port));
  problems.push(
    ports.length === 0
      ? { message: `--${flag}=${number}: the workload declares no port`, remedy: `--port NUMBER --${flag} ${number}` }
      : {
          message: `--${flag}=${number} with several ports: to which does it belong?`,
          remedy: names.map((name) => `--${flag} ${name}=${number}`).join(' or '),
        },
  );
  return undefined;
}

/** The ports that a workload's serving container declares, or those of a Service. */
function portsOf(object: KubeObject, container: string | undefined): KnownPort[] {
  const workload = readWorkload(object);
  if (workload) {
    const serving = workload.containers.find(({ name, ports }) => (container === undefined ? ports.length > 0 : name === container));
    return (serving?.ports ?? []).map(({ name, containerPort, protocol }) => ({
      ...(name === undefined ? {} : { name }),
      port: containerPort,
      protocol,
    }));
  }
  const { ports = [] } = (object['spec'] ?? {}) as { ports?: { name?: string; port?: number; protocol?: Protocol }[] };
  return ports.flatMap(({ name, port, protocol = 'TCP' }) =>
    port === undefined ? [] : [{ ...(name === undefined ? {} : { name }), port, protocol }],
  );
}
