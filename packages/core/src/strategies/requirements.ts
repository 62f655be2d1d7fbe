import type { ExposureSpec } from '../model/exposure.js';
import type { Strategy } from '../model/strategy-id.js';
import { dig } from '../detect/read.js';

/** Something that a strategy needs: at least one of the fields, by their paths below spec. */
export interface Need {
  anyOf: readonly string[];
  /** `offline`: only where nothing can be looked up, that is in a chart and without a cluster. */
  when: 'always' | 'offline';
  /** The need arises only when this field is set. */
  given?: string;
  /** Why, as the end of a sentence that starts with the strategy. */
  why: string;
}

/** What a strategy needs and which fields of spec it looks at. */
export interface StrategyRequirements {
  requires: readonly Need[];
  /** Paths below spec; a path stands for all below it. All others are reported as unused while this strategy is active. */
  uses: readonly string[];
}

const always = ['target', 'strategy', 'ports', 'access.scope', 'access.allowFrom'] as const;
const made = ['annotations', 'labels'] as const;
/** Fields of `service` that shape a strategy's own Service; its name and clusterIP belong to the stable ClusterIP Service. */
const ownService = ['service.selector', 'service.sessionAffinity', 'service.ipFamilyPolicy', 'service.ipFamilies'] as const;

const certificateNeedsHost: readonly Need[] = [
  { anyOf: ['hosts'], when: 'always', given: 'tls.issuer', why: 'asks for a certificate, which is made for host names' },
  { anyOf: ['hosts'], when: 'always', given: 'tls.selfSigned', why: 'makes a certificate, which is made for host names' },
];

/**
 * The one table of what strategies need and use. The plan checks it, the published JSON Schema gets its `if/then` from it
 * (`when: always`), and the schema of a chart's values both kinds.
 */
export const STRATEGY_REQUIREMENTS: Readonly<Record<Strategy, StrategyRequirements>> = {
  ClusterIP: { requires: [], uses: [...always, ...made, 'service'] },
  NodePort: { requires: [], uses: [...always, ...made, ...ownService, 'access.keepClientIP', 'nodePort'] },
  LoadBalancer: {
    requires: [],
    uses: [...always, ...made, ...ownService, 'access.keepClientIP', 'loadBalancer', 'options.targets'],
  },
  Ingress: {
    requires: [
      { anyOf: ['ingress.className'], when: 'offline', why: 'always writes its class, which cannot be looked up here' },
      ...certificateNeedsHost,
    ],
    uses: [...always, ...made, 'hosts', 'paths', 'tls', 'options', 'service', 'ingress'],
  },
  Gateway: {
    requires: [
      {
        anyOf: ['gateway.parentRef', 'gateway.className'],
        when: 'offline',
        why: 'attaches to a Gateway or creates one of a class, and neither can be looked up here',
      },
      ...certificateNeedsHost,
    ],
    uses: [...always, ...made, 'hosts', 'paths', 'tls', 'options', 'service', 'gateway'],
  },
  hostPort: { requires: [], uses: [...always, 'hostPort'] },
  hostNetwork: { requires: [], uses: [...always] },
};

/** Whether a field counts as set: an empty text, list or map and `false` say what leaving it out says. */
export function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** The needs of a strategy that a request does not meet. */
export function missingNeeds(strategy: Strategy, spec: ExposureSpec, offline: boolean): Need[] {
  const has = (path: string): boolean => isSet(dig(spec, ...path.split('.')));
  return STRATEGY_REQUIREMENTS[strategy].requires.filter(
    ({ anyOf, when, given }) => (when === 'always' || offline) && (given === undefined || has(given)) && !anyOf.some(has),
  );
}

/** Paths of the fields that a request sets and a strategy does not look at, sorted: `spec.nodePort.ports`. */
export function unusedFields(strategy: Strategy, spec: ExposureSpec): string[] {
  const { uses } = STRATEGY_REQUIREMENTS[strategy];
  const isUsed = (path: string): boolean => uses.some((used) => path === used || path.startsWith(`${used}.`));
  const mayBeUsed = (path: string): boolean => uses.some((used) => used.startsWith(`${path}.`));
  const out: string[] = [];
  for (const [key, value] of Object.entries(spec)) {
    if (!isSet(value) || isUsed(key)) continue;
    if (!mayBeUsed(key)) {
      out.push(...fieldsBelow(key, value));
      continue;
    }
    for (const [inner, setting] of Object.entries(value as object)) {
      if (isSet(setting) && !isUsed(`${key}.${inner}`)) out.push(`${key}.${inner}`);
    }
  }
  return out.map((path) => `spec.${path}`).toSorted();
}

/** The settings of a block, or the block itself when it is a list or a plain value. */
function fieldsBelow(key: string, value: unknown): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [key];
  if (key === 'annotations' || key === 'labels') return [key];
  return Object.entries(value).flatMap(([inner, setting]) => (isSet(setting) ? [`${key}.${inner}`] : []));
}
