import { finding, readWorkload, type Workload } from '@expose-plus/core';
import type { Item } from './input.js';
import { ChartError } from './problems.js';
import { dig, isTextMap, mappings } from './read.js';

/** A workload of the chart, with the Services that lead to it. */
export interface Component {
  /** Key below `components` of the values; the workload's name unless two share it. */
  key: string;
  item: Item;
  workload: Workload;
  /** The container that serves: the first that declares ports, else the first. */
  main: string;
  /** Services of the input whose selector matches its pods. */
  services: Item[];
}

/** Whether a Service of the input leads to the pods of a workload. */
function selects(service: Item, item: Item, podLabels: Record<string, string>): boolean {
  const selector = dig(service.object, 'spec', 'selector');
  if (!isTextMap(selector) || service.namespace !== item.namespace) return false;
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => podLabels[key] === value);
}

function keysOf(workloads: readonly Item[]): string[] {
  const count = (key: (item: Item) => string, of: Item): number => workloads.filter((item) => key(item) === key(of)).length;
  const byName = (item: Item): string => item.name;
  const byKind = (item: Item): string => `${item.name}-${item.object.kind.toLowerCase()}`;
  return workloads.map((item) => {
    if (count(byName, item) === 1) return item.name;
    if (count(byKind, item) === 1) return byKind(item);
    return `${byKind(item)}-${item.namespace ?? 'default'}`;
  });
}

function servingContainer({ containers }: Workload): string {
  const own = containers.filter(({ list }) => list === 'containers');
  return (own.find(({ ports }) => ports.length > 0) ?? own[0])?.name ?? '';
}

/** Finds the workloads; every kind with a pod template counts. */
export function findComponents(items: readonly Item[]): Component[] {
  const found = items.flatMap((item) => {
    const workload = readWorkload(item.object);
    return workload && workload.containers.length > 0 ? [{ item, workload }] : [];
  });
  const keys = keysOf(found.map(({ item }) => item));
  const services = items.filter(({ type }) => type === '/Service');
  return found.map(({ item, workload }, index) => ({
    key: keys[index] ?? item.name,
    item,
    workload,
    main: servingContainer(workload),
    services: services.filter((service) => selects(service, item, workload.podLabels)),
  }));
}

/** How far outside a component can be reached from as the input stands: higher is further. */
function outwardness(component: Component, items: readonly Item[], chartName: string): number {
  const names = new Set(component.services.map(({ name }) => name));
  const routed = items.some(
    ({ object, type, namespace }) =>
      /^(networking\.k8s\.io|extensions)\/Ingress$|^gateway\.networking\.k8s\.io\/.*Route$/.test(type) &&
      namespace === component.item.namespace &&
      [...JSON.stringify(object['spec'] ?? null).matchAll(/"name":"([^"]*)"/g)].some(([, name]) => names.has(name ?? '')),
  );
  if (routed) return 6;
  const types = new Set(component.services.map(({ object }) => dig(object, 'spec', 'type')));
  if (types.has('LoadBalancer')) return 5;
  if (types.has('NodePort')) return 4;
  const containers = component.workload.containers;
  if (component.workload.hostNetwork || containers.some(({ ports }) => ports.some(({ hostPort }) => hostPort !== undefined))) return 3;
  const isNamesake = component.item.name === chartName ? 0.5 : 0;
  if (component.services.some(({ object }) => mappings(dig(object, 'spec', 'ports')).length > 0)) return 2 + isNamesake;
  return (containers.some(({ ports }) => ports.length > 0) ? 1 : 0) + isNamesake;
}

/** The component that the exposure block governs: the one asked for, else the most outward one, else none. */
export function mainComponent(
  components: readonly Component[],
  items: readonly Item[],
  wanted: string | undefined,
  chartName: string,
): Component | undefined {
  if (wanted !== undefined) {
    const found = components.find(({ key }) => key === wanted);
    if (found) return found;
    const known = components.map(({ key }) => key).join(', ') || 'none';
    throw new ChartError([finding('EP504', { message: `There is no component ${wanted}; there are: ${known}.`, field: 'component' })]);
  }
  const ranked = components.map((component) => ({ component, rank: outwardness(component, items, chartName) }));
  return ranked.toSorted((a, b) => b.rank - a.rank)[0]?.component;
}
