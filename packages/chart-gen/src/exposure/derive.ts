import type { ExposureSpec, Strategy } from '@expose-plus/core';
import type { Component } from '../components.js';
import type { Item } from '../input.js';
import { dig, mapping, mappings, type Mapping } from '../read.js';

/** How a component is exposed by the input itself. */
export interface InputExposure {
  /** Absent: the input has no Service for it, and nothing is added. */
  strategy?: Strategy;
  /** Settings that make the chart render what the input has. */
  settings: Omit<ExposureSpec, 'strategy'>;
  /** The Service whose type follows the strategy: it is of type NodePort or LoadBalancer in the input. */
  carrier?: Item;
}

/** Key of a Service's port in values: its name, else its number. */
export function portKey(port: Mapping): string {
  return typeof port['name'] === 'string' && port['name'] !== '' ? port['name'] : String(port['port']);
}

/** Reads how the input exposes a component. What the neutral settings cannot say stays in the templates as it is. */
export function deriveExposure(component: Component): InputExposure {
  const typed = (type: string): Item | undefined => component.services.find(({ object }) => dig(object, 'spec', 'type') === type);
  const balancer = typed('LoadBalancer');
  if (balancer)
    return { strategy: 'LoadBalancer', settings: { ...serviceSettings(balancer), ...balancerSettings(balancer) }, carrier: balancer };
  const nodePort = typed('NodePort');
  if (nodePort) return { strategy: 'NodePort', settings: serviceSettings(nodePort), carrier: nodePort };
  if (component.workload.hostNetwork) return { strategy: 'hostNetwork', settings: {} };
  const hosted = hostPortSettings(component);
  if (hosted) return { strategy: 'hostPort', settings: hosted };
  const inside = component.services.some(
    ({ object }) => dig(object, 'spec', 'clusterIP') !== 'None' && mappings(dig(object, 'spec', 'ports')).length > 0,
  );
  return inside ? { strategy: 'ClusterIP', settings: {} } : { settings: {} };
}

/** Fixed node ports and the client's address. */
function serviceSettings({ object }: Item): Omit<ExposureSpec, 'strategy'> {
  const ports = mappings(dig(object, 'spec', 'ports')).flatMap((port) =>
    Number.isInteger(port['nodePort']) ? [[portKey(port), port['nodePort'] as number]] : [],
  );
  const local = dig(object, 'spec', 'externalTrafficPolicy') === 'Local';
  return {
    ...(ports.length > 0 ? { nodePort: { ports: Object.fromEntries(ports) as Record<string, number> } } : {}),
    ...(local ? { access: { keepClientIP: true } } : {}),
  };
}

function balancerSettings({ object }: Item): Omit<ExposureSpec, 'strategy'> {
  const spec = mapping(object['spec']);
  const { loadBalancerClass, loadBalancerSourceRanges } = spec;
  const ranges =
    Array.isArray(loadBalancerSourceRanges) && loadBalancerSourceRanges.length > 0 ? (loadBalancerSourceRanges as string[]) : undefined;
  const local = spec['externalTrafficPolicy'] === 'Local';
  return {
    ...(ranges || local ? { access: { ...(ranges ? { allowFrom: ranges } : {}), ...(local ? { keepClientIP: true } : {}) } } : {}),
    ...(typeof loadBalancerClass === 'string' ? { loadBalancer: { class: loadBalancerClass } } : {}),
  };
}

/** Host ports of the input, when the neutral settings can say them: one address, each port once. */
function hostPortSettings({ workload, main }: Component): Omit<ExposureSpec, 'strategy'> | undefined {
  const ports = workload.containers.flatMap(({ ports: declared }) => declared.filter(({ hostPort }) => hostPort !== undefined));
  const addresses = new Set(ports.map(({ hostIP }) => hostIP));
  if (ports.length === 0 || addresses.size > 1) return undefined;
  const all = workload.containers.flatMap(({ ports: declared }) => declared);
  const isPlain = ports.every(
    (port) => all.filter((other) => other.containerPort === port.containerPort).length === 1 && port.protocol === 'TCP',
  );
  if (!isPlain) return undefined;
  const [hostIP] = addresses;
  const fixed = ports.filter(({ hostPort, containerPort }) => hostPort !== containerPort);
  const serving = workload.containers.find(({ name }) => name === main)?.ports ?? [];
  const isAll = ports.length === all.length && serving.length === all.length;
  return {
    ...(isAll
      ? {}
      : {
          ports: ports.map(({ name, containerPort }) => ({
            ...(name === undefined ? {} : { name }),
            port: containerPort,
            targetPort: containerPort,
          })),
        }),
    ...(fixed.length > 0 || hostIP !== undefined
      ? {
          hostPort: {
            ...(fixed.length > 0
              ? {
                  ports: Object.fromEntries(
                    fixed.map(({ name, containerPort, hostPort }) => [name ?? String(containerPort), hostPort ?? 0]),
                  ),
                }
              : {}),
            ...(hostIP === undefined ? {} : { hostIP }),
          },
        }
      : {}),
  };
}
