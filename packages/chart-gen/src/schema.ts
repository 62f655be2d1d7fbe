import { STRATEGIES, STRATEGY_REQUIREMENTS, type Need } from '@expose-plus/core';
import { EXPOSURE_SCHEMA } from './generated/exposure-schema.js';
import { isMapping, mapping, mapValues, type Mapping } from './read.js';
import type { Offer } from './render/policies.js';

const textMap = { type: 'object', additionalProperties: { type: 'string' } };
const anyMap = { type: 'object' };
const anyList = { type: 'array' };
const count = { type: 'integer', minimum: 0 };
const countOrShare = { anyOf: [count, { type: 'string', pattern: '^[0-9]+%?$' }] };
const image = {
  type: 'object',
  additionalProperties: false,
  properties: {
    repository: { type: 'string', minLength: 1, description: 'With its registry, without tag.' },
    tag: { type: 'string', description: 'A text: quote it where it looks like a number.' },
    digest: { type: 'string', pattern: '^([a-z0-9+._-]+:[0-9a-f]+)?$', description: 'e.g. sha256:…; goes before the tag.' },
    pullPolicy: { enum: ['', 'Always', 'IfNotPresent', 'Never'] },
  },
};
const env = { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean', 'object'] } };

/** What may stand below a component, by key. */
const COMPONENT_KEYS: Readonly<Record<string, unknown>> = {
  exposure: { $ref: '#/definitions/exposure' },
  image,
  env,
  replicas: count,
  parallelism: count,
  completions: count,
  backoffLimit: count,
  revisionHistoryLimit: count,
  minReadySeconds: count,
  terminationGracePeriodSeconds: count,
  schedule: { type: 'string' },
  suspend: { type: 'boolean' },
  priorityClassName: { type: 'string' },
  resources: anyMap,
  livenessProbe: anyMap,
  readinessProbe: anyMap,
  startupProbe: anyMap,
  nodeSelector: textMap,
  affinity: anyMap,
  tolerations: anyList,
  topologySpreadConstraints: anyList,
  labels: textMap,
  annotations: textMap,
  podLabels: textMap,
  podAnnotations: textMap,
  podSecurityContext: anyMap,
  securityContext: anyMap,
  serviceAccountName: { type: 'string', maxLength: 253 },
};
const PROFILE = { enum: ['inherit', 'baseline', 'restricted'], description: 'How pods are hardened.' };
const on = { type: 'boolean' };

/** Settings that are offered without standing in the values. */
const OFFERED: Readonly<Record<Offer, Mapping>> = {
  securityProfile: PROFILE,
  writablePaths: {
    type: 'array',
    items: { type: 'string', pattern: '^/.' },
    description: 'Paths that stay writable under the profile restricted.',
  },
  autoscaling: strict({
    enabled: on,
    minReplicas: { type: 'integer', minimum: 1 },
    maxReplicas: { type: 'integer', minimum: 1 },
    targetCPUUtilizationPercentage: { type: 'integer', minimum: 1 },
    behavior: anyMap,
  }),
  disruptionBudget: {
    ...strict({ enabled: on, minAvailable: countOrShare, maxUnavailable: countOrShare }),
    not: { required: ['minAvailable', 'maxUnavailable'] },
  },
  networkPolicy: strict({ enabled: on, from: { type: 'array', items: { type: 'object' } } }),
  serviceAccount: strict({ create: on, name: { type: 'string', maxLength: 253 }, annotations: textMap, automountToken: on }),
};
const CLAIM = {
  type: 'object',
  additionalProperties: false,
  properties: { size: { type: 'string', pattern: '^[0-9.]+([KMGTPE]i?|k|m)?$' }, storageClassName: { type: 'string' } },
};

function strict(properties: Mapping): Mapping {
  return { type: 'object', additionalProperties: false, properties };
}

/** Settings of a container: only those that the chart's templates read. */
function containerSchema(values: unknown): Mapping {
  return strict(mapValues(mapping(values), (_, key) => COMPONENT_KEYS[key] ?? {}));
}

function componentSchema(values: Mapping, offers: ReadonlySet<Offer>): Mapping {
  const own = mapValues(values, (value, key): unknown => {
    if (key === 'containers' || key === 'initContainers') return strict(mapValues(mapping(value), containerSchema));
    if (key === 'volumeClaims') return strict(mapValues(mapping(value), () => CLAIM));
    return COMPONENT_KEYS[key] ?? {};
  });
  const more = Object.fromEntries([...offers].map((offer) => [offer, OFFERED[offer]]));
  return strict({ exposure: COMPONENT_KEYS['exposure'], replicas: count, ...own, ...more });
}

function serviceSchema(values: unknown): Mapping {
  const port = { type: 'integer', minimum: 1, maximum: 65535 };
  return strict({
    ...mapValues(mapping(values), (value, key) => (key === 'ports' ? strict(mapValues(mapping(value), () => port)) : textMap)),
    labels: textMap,
    annotations: textMap,
  });
}

/** Requirements of a strategy as `then`, for a request in which it is the active one. */
function needSchema({ anyOf }: Need): Mapping {
  const one = (path: string): Mapping =>
    path.split('.').reduceRight<Mapping>((inner, key) => ({ type: 'object', required: [key], properties: { [key]: inner } }), {
      minLength: 1,
      minItems: 1,
      minProperties: 1,
    });
  const options = anyOf.map(one);
  return options.length === 1 ? (options[0] ?? {}) : { anyOf: options };
}

/** What the values need while a strategy is active, for the request at a place. */
function conditions(place: readonly string[]): Mapping[] {
  return STRATEGIES.flatMap((strategy) =>
    STRATEGY_REQUIREMENTS[strategy].requires.map((need): Mapping => {
      const isActive = at([...place, 'strategy'], { const: strategy });
      const given = need.given === undefined ? [] : [at([...place, ...need.given.split('.')], { not: { enum: [false, '', null] } })];
      // The embedded controller brings its class along.
      const alone = need.anyOf.includes('ingress.className') ? [{ not: at(['ingress-nginx', 'enabled'], { const: true }) }] : [];
      // oxlint-disable-next-line unicorn/no-thenable -- a key of JSON Schema
      return { if: { allOf: [isActive, ...given, ...alone] }, then: at(place, needSchema(need)) };
    }),
  );
}

/** A schema for the value at a place, which must be there: not below null, by which a block is taken away. */
function at(place: readonly string[], schema: Mapping): Mapping {
  return place.reduceRight<Mapping>((inner, key) => ({ type: 'object', required: [key], properties: { [key]: inner } }), schema);
}

/**
 * The schema of a request for charts written by hand: a definition for a values.schema.json of draft 7.
 *
 * @public charts/exposure-lib/exposure.schema.json is made from it by tasks/demos.mjs.
 */
export function exposureFragment(): Mapping {
  return { ...exposureSchema(), allOf: conditions([]) };
}

/** The request as a chart takes it: no `auto`, and empty where the input is not exposed. */
function exposureSchema(more: Mapping = {}): Mapping {
  const { $schema: _, allOf: __, ...schema } = EXPOSURE_SCHEMA;
  const properties = mapping(schema['properties']);
  const strategy = { enum: ['', ...STRATEGIES], description: 'The way in. Empty: only what the chart has of its own.' };
  // A block is emptied by null, as in --set exposure.tls=null.
  const blocks = mapValues(properties, (value) => {
    const { type } = mapping(value);
    return type === 'object' || type === 'array' ? { ...mapping(value), type: [type, 'null'] } : value;
  });
  return { ...schema, properties: { ...more, ...blocks, strategy } };
}

/** values.schema.json of a chart with these default values. Draft 7: Helm 3 ignores what newer drafts have. */
export function valuesSchema(chart: string, values: Mapping, offers: Readonly<Record<string, ReadonlySet<Offer>>>): Mapping {
  const components = mapping(values['components']);
  const keys = Object.keys(components);
  const places = [['exposure'], ...keys.map((key) => ['components', key, 'exposure'])];
  const data = { type: 'object', additionalProperties: false, properties: { data: textMap, stringData: textMap, binaryData: textMap } };
  const own: Record<string, unknown> = {
    components: strict(mapValues(components, (value, key) => componentSchema(mapping(value), offers[key] ?? new Set()))),
    services: strict(mapValues(mapping(values['services']), serviceSchema)),
    configMaps: strict(mapValues(mapping(values['configMaps']), () => data)),
    secrets: strict(mapValues(mapping(values['secrets']), () => data)),
    volumeClaims: strict(mapValues(mapping(values['volumeClaims']), () => CLAIM)),
    autoscalers: strict(mapValues(mapping(values['autoscalers']), () => strict({ minReplicas: count, maxReplicas: count }))),
    disruptionBudgets: strict(
      mapValues(mapping(values['disruptionBudgets']), () => strict({ minAvailable: countOrShare, maxUnavailable: countOrShare })),
    ),
    serviceAccounts: strict(mapValues(mapping(values['serviceAccounts']), () => strict({ annotations: textMap }))),
    namespaces: strict(mapValues(mapping(values['namespaces']), () => ({ type: 'string', maxLength: 63 }))),
    securityProfile: PROFILE,
    exposure: exposureSchema({ component: { enum: keys, description: 'The component that this block governs.' } }),
    tests: strict({
      enabled: { type: 'boolean' },
      image,
      address: { type: 'string', maxLength: 253 },
      port: { type: 'integer', minimum: 0, maximum: 65535 },
      path: { type: 'string', pattern: '^(/.*)?$' },
    }),
    extraObjects: { type: 'array', items: { type: 'object', required: ['apiVersion', 'kind'] } },
    fullnameOverride: { type: 'string', maxLength: 63, pattern: '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$' },
  };
  const properties = Object.fromEntries(
    Object.keys(own)
      .filter((key) => key in values)
      .map((key) => [key, own[key]]),
  );
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `Values of the chart ${chart}`,
    type: 'object',
    additionalProperties: false,
    properties: {
      global: {
        type: 'object',
        properties: {
          imageRegistry: { type: 'string' },
          imagePullSecrets: { type: 'array', items: { type: 'object', required: ['name'] } },
        },
      },
      ...properties,
      // Helm gives every dependency a place of its own in the values.
      'exposure-lib': { type: 'object' },
      ...(keys.length > 0 ? { 'ingress-nginx': { type: 'object' } } : {}),
    },
    ...(keys.length > 0 ? { allOf: places.flatMap(conditions), definitions: { exposure: exposureSchema() } } : {}),
  };
}

/** JSON with two spaces, as people keep it. */
export function printJson(data: unknown): string {
  return `${JSON.stringify(isMapping(data) ? data : {}, null, 2)}\n`;
}
