import type { Component } from '../components.js';
import { dig, isMapping, mapping, type Mapping } from '../read.js';
import { matches } from '../selectors.js';
import { isFull, type Build } from './build.js';

/** Settings below a component that are offered although its values do not show them. */
export type Offer = 'securityProfile' | 'writablePaths' | 'autoscaling' | 'disruptionBudget' | 'networkPolicy' | 'serviceAccount';

/** Kinds of which a controller keeps several pods. */
const SCALED: ReadonlySet<string> = new Set(['apps/Deployment', 'apps/StatefulSet', 'apps/ReplicaSet']);

/** What a component can be given besides; what the input has of its own is not offered a second time. */
export function offersOf(build: Build, component: Component): ReadonlySet<Offer> {
  const { item, workload } = component;
  const offers = new Set<Offer>();
  if (!isFull(build)) return offers;
  const others = build.items.filter(({ namespace }) => namespace === item.namespace);
  const hasOwn = (type: string, isMeant: (spec: unknown) => boolean): boolean =>
    others.some((other) => other.type === type && (other.name === item.name || isMeant(other.object['spec'])));
  const selects = (field: string) => (spec: unknown) => matches(mapping(spec)[field], workload.podLabels);
  const podSpec = podSpecOf(component);

  if (dig(podSpec, 'os', 'name') !== 'windows') offers.add('securityProfile').add('writablePaths');
  if (SCALED.has(item.type)) {
    const scales = (spec: unknown): boolean =>
      dig(spec, 'scaleTargetRef', 'name') === item.name && dig(spec, 'scaleTargetRef', 'kind') === item.object.kind;
    if (!hasOwn('autoscaling/HorizontalPodAutoscaler', scales)) offers.add('autoscaling');
    if (!hasOwn('policy/PodDisruptionBudget', selects('selector'))) offers.add('disruptionBudget');
  }
  if (Object.keys(workload.selector).length > 0 && !hasOwn('networking.k8s.io/NetworkPolicy', selects('podSelector')))
    offers.add('networkPolicy');
  const hasAccount = 'serviceAccountName' in podSpec || 'serviceAccount' in podSpec;
  if (!hasAccount && !others.some(({ type, name }) => type === '/ServiceAccount' && name === item.name)) offers.add('serviceAccount');
  return offers;
}

function podSpecOf({ item, workload }: Component): Mapping {
  const template = workload.templatePath.reduce<Mapping>((at, key) => mapping(at[key]), item.object);
  return mapping(template['spec']);
}

/** Lines of values.yaml that show how each is switched on. */
export function offerExamples(offers: ReadonlySet<Offer>): string {
  const lines: Partial<Record<Offer, string>> = {
    securityProfile: 'securityProfile: restricted',
    writablePaths: 'writablePaths: [/tmp]',
    autoscaling: 'autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 5, targetCPUUtilizationPercentage: 80 }',
    disruptionBudget: 'disruptionBudget: { enabled: true, maxUnavailable: 1 }',
    networkPolicy: 'networkPolicy: { enabled: true, from: [] }',
    serviceAccount: 'serviceAccount: { create: true }',
  };
  return [...offers].flatMap((offer) => lines[offer] ?? []).join('\n');
}

/** What the profile `restricted` would set in a component, by the field, for the report: hardening may break what was not made for it. */
export function hardenings(component: Component): { field: string; what: string }[] {
  const podSpec = podSpecOf(component);
  const base = [...component.workload.templatePath, 'spec'].join('.');
  const pod = mapping(podSpec['securityContext']);
  const lists = ['initContainers', 'containers'] as const;
  const containers = lists.flatMap((list) => {
    const entries = Array.isArray(podSpec[list]) ? podSpec[list] : [];
    return entries
      .filter(isMapping)
      .map((entry, index) => ({ field: `${base}.${list}[${index}]`, own: mapping(entry['securityContext']) }));
  });
  return [
    ...('runAsNonRoot' in pod
      ? []
      : [{ field: `${base}.securityContext`, what: 'runAsNonRoot: an image that starts as root no longer starts' }]),
    ...containers.flatMap(({ field, own }) => [
      ...(own['privileged'] === true ? [{ field, what: 'nothing: it is privileged, which no profile takes away' }] : []),
      ...(own['privileged'] === true || 'readOnlyRootFilesystem' in own
        ? []
        : [{ field, what: 'readOnlyRootFilesystem: what it writes belongs below writablePaths or a volume' }]),
      ...(own['privileged'] === true || dig(own, 'capabilities', 'drop') !== undefined
        ? []
        : [{ field, what: 'capabilities: all are dropped, ports below 1024 and changes of owner may fail' }]),
    ]),
  ];
}
