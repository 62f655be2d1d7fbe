import { EXPOSURE_API_VERSION, makePlan, type Exposure, type ExposureSpec, type Snapshot, type Strategy } from '@expose-plus/core';
import type { Component } from '../components.js';
import type { Item } from '../input.js';
import { dig, mapping, mappings, type Mapping } from '../read.js';

/** Settings of a request beside its strategy. */
type Settings = Omit<ExposureSpec, 'strategy'>;

/** How a component is exposed by the input itself. */
export interface InputExposure {
  /** The strategy of the chart's default values. Absent: nothing is added to what the input has. */
  strategy?: Strategy;
  /** Settings that make the chart render what the input has. */
  settings: Settings;
  /** The way in which the input itself exposes it, if it does. */
  own?: Strategy;
  /** The Service whose type follows the strategy: it is of type NodePort or LoadBalancer in the input. */
  carrier?: Item;
}

/** Key of a Service's port in values: its name, else its number. */
export function portKey(port: Mapping): string {
  return typeof port['name'] === 'string' && port['name'] !== '' ? port['name'] : String(port['port']);
}

/** Reads how the input exposes a component. What the neutral settings cannot say stays in the templates as it is. */
export function deriveExposure(component: Component, snapshot: Snapshot): InputExposure {
  const found = ownExposure(component, snapshot);
  return found.strategy === undefined ? found : { ...found, own: found.strategy };
}

function ownExposure(component: Component, snapshot: Snapshot): InputExposure {
  const typed = (type: string): Item | undefined => component.services.find(({ object }) => dig(object, 'spec', 'type') === type);
  const balancer = typed('LoadBalancer');
  if (balancer)
    return {
      strategy: 'LoadBalancer',
      settings: { ...portSettings(component, balancer), ...serviceSettings(balancer), ...balancerSettings(balancer) },
      carrier: balancer,
    };
  const nodePort = typed('NodePort');
  if (nodePort)
    return { strategy: 'NodePort', settings: { ...portSettings(component, nodePort), ...serviceSettings(nodePort) }, carrier: nodePort };
  const inside = insideSettings(component, snapshot);
  if (component.workload.hostNetwork) return { strategy: 'hostNetwork', settings: inside ?? {} };
  const hosted = hostPortSettings(component);
  if (hosted) return { strategy: 'hostPort', settings: hosted };
  return inside ? { strategy: 'ClusterIP', settings: inside } : { settings: {} };
}

/** The settings with which a Service of the input stands behind the strategy ClusterIP; `undefined` when none does. */
function insideSettings(component: Component, snapshot: Snapshot): Settings | undefined {
  const services = component.services.filter(({ object }) => dig(object, 'spec', 'clusterIP') !== 'None');
  const namesakes = services.filter(({ name }) => name === component.item.name);
  const candidates = [...namesakes, ...services].map((service) => portSettings(component, service));
  return [{}, ...candidates].find((settings) => reusesOnly(component, snapshot, settings));
}

/** Whether the plan for ClusterIP with these settings makes nothing, since a Service of the input does it all. */
function reusesOnly({ item }: Component, snapshot: Snapshot, settings: Settings): boolean {
  const { apiVersion, kind } = item.object;
  const place = item.namespace === undefined ? {} : { namespace: item.namespace };
  const exposure: Exposure = {
    apiVersion: EXPOSURE_API_VERSION,
    kind: 'Exposure',
    metadata: { name: item.name, ...place },
    spec: { ...settings, strategy: 'ClusterIP', target: { apiVersion, kind, name: item.name } },
  };
  const result = makePlan(snapshot, exposure, 'ClusterIP');
  return 'ok' in result && result.ok.steps.length === 0 && result.ok.reuses.length > 0;
}

/** The ports under which clients know a Service, where they are not those of the container; nothing when they cannot be told. */
function portSettings({ workload, main }: Component, { object }: Item): Settings {
  const entries = mappings(dig(object, 'spec', 'ports'));
  const ports = entries.map(({ name, port, targetPort, protocol, appProtocol }) => ({
    ...(isText(name) ? { name } : {}),
    port: port as number,
    ...(isText(targetPort) || Number.isInteger(targetPort)
      ? { targetPort: targetPort as string | number }
      : { targetPort: port as number }),
    ...(protocol === 'UDP' || protocol === 'SCTP' ? ({ protocol } as const) : {}),
    ...(isText(appProtocol) ? { appProtocol } : {}),
  }));
  const declared = workload.containers.flatMap((container) => container.ports);
  const isKnown = ports.every(
    ({ port, targetPort }) =>
      Number.isInteger(port) && (typeof targetPort === 'number' || declared.some(({ name }) => name === targetPort)),
  );
  if (ports.length === 0 || !isKnown) return {};
  const own = workload.containers.find(({ name }) => name === main)?.ports ?? [];
  const isSame =
    own.length === ports.length &&
    own.every((port, index) => {
      const entry = ports[index];
      return (
        entry?.port === port.containerPort &&
        entry.name === port.name &&
        [port.containerPort, port.name].includes(entry.targetPort) &&
        (entry.protocol ?? 'TCP') === port.protocol &&
        entry.appProtocol === undefined
      );
    });
  return isSame ? {} : { ports };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Whether a loadBalancerIP is an address, as the library chart takes it; some providers take names there. */
export function isAddress(value: unknown): value is string {
  return typeof value === 'string' && /^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/.test(value);
}

/** Fixed node ports and the client's address. */
function serviceSettings({ object }: Item): Settings {
  const ports = mappings(dig(object, 'spec', 'ports')).flatMap((port) =>
    Number.isInteger(port['nodePort']) ? [[portKey(port), port['nodePort'] as number]] : [],
  );
  const local = dig(object, 'spec', 'externalTrafficPolicy') === 'Local';
  return {
    ...(ports.length > 0 ? { nodePort: { ports: Object.fromEntries(ports) as Record<string, number> } } : {}),
    ...(local ? { access: { keepClientIP: true } } : {}),
  };
}

function balancerSettings({ object }: Item): Settings {
  const spec = mapping(object['spec']);
  const { loadBalancerClass, loadBalancerSourceRanges, loadBalancerIP } = spec;
  const balancer = {
    ...(typeof loadBalancerClass === 'string' ? { class: loadBalancerClass } : {}),
    ...(isAddress(loadBalancerIP) ? { address: loadBalancerIP } : {}),
  };
  const ranges =
    Array.isArray(loadBalancerSourceRanges) && loadBalancerSourceRanges.length > 0 ? (loadBalancerSourceRanges as string[]) : undefined;
  const local = spec['externalTrafficPolicy'] === 'Local';
  return {
    ...(ranges || local ? { access: { ...(ranges ? { allowFrom: ranges } : {}), ...(local ? { keepClientIP: true } : {}) } } : {}),
    ...(Object.keys(balancer).length > 0 ? { loadBalancer: balancer } : {}),
  };
}

/** Host ports of the input, when the neutral settings can say them: one address, each port once. */
function hostPortSettings({ workload, main }: Component): Settings | undefined {
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
