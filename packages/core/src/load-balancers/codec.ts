import type { TransformId } from '../controllers/transforms.js';

/**
 * The neutral options that a load balancer may have, by their paths below spec, in the order in which they are written and read:
 * those on which others depend come first.
 */
export const LOAD_BALANCER_OPTIONS = [
  'access.scope',
  'options.targets',
  'access.keepClientIP',
  'access.allowFrom',
  'loadBalancer.class',
  'loadBalancer.address',
  'loadBalancer.pool',
  'loadBalancer.sharedKey',
  'loadBalancer.subnets',
  'loadBalancer.securityGroups',
  'loadBalancer.name',
  'loadBalancer.tags',
  'loadBalancer.crossZone',
  'loadBalancer.bandwidth',
  'loadBalancer.idleTimeout',
  'loadBalancer.proxyProtocol',
  'loadBalancer.certificates',
  'loadBalancer.tlsPorts',
  'loadBalancer.healthCheck.protocol',
  'loadBalancer.healthCheck.path',
  'loadBalancer.healthCheck.port',
  'loadBalancer.healthCheck.interval',
  'loadBalancer.healthCheck.timeout',
  'loadBalancer.healthCheck.healthyThreshold',
  'loadBalancer.healthCheck.unhealthyThreshold',
] as const;

/** A neutral option of a load balancer. */
export type LoadBalancerOption = (typeof LOAD_BALANCER_OPTIONS)[number];

/** Fields of a Service's spec that say something to load balancers of every make. */
export type ServiceField = 'externalTrafficPolicy' | 'loadBalancerClass' | 'loadBalancerIP' | 'loadBalancerSourceRanges';

/** Another way of writing the same, or an older one: it is read, never written. */
export interface OldWord {
  annotation?: string;
  field?: ServiceField;
  /** Default: that of the row. */
  transform?: TransformId;
  values?: Readonly<Record<string, string>>;
  /** Why it is not written. */
  note: string;
}

/** One row of a codec: a neutral option and how an implementation spells it. Several rows of one option are tried in order. */
export interface LoadBalancerOptionRow {
  option: LoadBalancerOption;
  /** `exact`: means the same. `approximate`: `note` says how it differs. `none`: cannot be expressed; `note` says why. */
  verdict: 'exact' | 'approximate' | 'none';
  /** Key of the annotation. `{port}` and `{protocol}` stand for each port of the Service. */
  annotation?: string;
  /** The annotation is a list `key=value,key=value`, and this is the key. */
  attribute?: string;
  /** Field of the Service's spec instead of an annotation. */
  field?: ServiceField;
  /** From the neutral value to the text. Default: as it is. */
  transform?: TransformId;
  /** For `map`: neutral value → text; one that is missing cannot be expressed, an empty text needs no word. */
  values?: Readonly<Record<string, string>>;
  /** The row counts only for values of this form, lists joined by commas (a regular expression of both JavaScript and Go). */
  pattern?: string;
  /** What a value of that form is, after "must be". */
  expects?: string;
  /** Least and greatest number that may be written. */
  range?: readonly [least: number, greatest: number];
  /** The row counts only while each of these options has one of these values. */
  when?: Readonly<Partial<Record<LoadBalancerOption, readonly string[]>>>;
  /** Options that must be set as well. */
  needs?: readonly LoadBalancerOption[];
  /** Options that must not be set as well. */
  excludes?: readonly LoadBalancerOption[];
  /** Written although nobody asked, since leaving it out would mean something else. */
  default?: string;
  /** Annotations that get the same text. */
  alike?: readonly string[];
  /** Annotations that go with it. */
  also?: Readonly<Record<string, string>>;
  /** With `{port}`: only ports of this transport. */
  transport?: 'TCP' | 'UDP';
  reads?: readonly OldWord[];
  note?: string;
  source: string;
  verified: string;
}

/** How an implementation spells what is asked of it. */
export interface LoadBalancerCodec {
  /** Beginnings of the annotations that are its own; what it does not know under them is reported. */
  prefixes: readonly string[];
  /** Annotations that every Service for it gets. */
  always?: Readonly<Record<string, string>>;
  /** What it does when nothing is said, as texts of the neutral values. */
  defaults?: Readonly<Partial<Record<LoadBalancerOption, string>>>;
  /** Annotations that count when the load balancer is made and must not change afterwards. */
  createOnly?: readonly string[];
  /** Transports that it serves. */
  protocols: readonly ('TCP' | 'UDP' | 'SCTP')[];
  /** Whether one Service may have ports of several transports. */
  mixed: 'yes' | 'no' | 'depends';
  options: readonly LoadBalancerOptionRow[];
}

/** Nothing to write: it does so anyway. Other values cannot be expressed. */
export function only(option: LoadBalancerOption, value: string, note: string, evidence: Evidence): LoadBalancerOptionRow {
  return { option, verdict: 'exact', transform: 'map', values: { [value]: '' }, note, ...evidence };
}

/** Source and date of a fact, for rows that share them. */
export interface Evidence {
  source: string;
  verified: string;
}

/** Rows for what an implementation lacks: option → why. */
export function lacks(evidence: Evidence, reasons: Readonly<Partial<Record<LoadBalancerOption, string>>>): LoadBalancerOptionRow[] {
  return LOAD_BALANCER_OPTIONS.flatMap((option) => {
    const note = reasons[option];
    return note === undefined ? [] : [{ option, verdict: 'none' as const, note, ...evidence }];
  });
}

/** Rows that every implementation shares whose data path keeps the client's address once only nodes with a pod take traffic. */
export function keepsClientIP(evidence: Evidence): LoadBalancerOptionRow {
  return {
    option: 'access.keepClientIP',
    verdict: 'exact',
    field: 'externalTrafficPolicy',
    transform: 'map',
    values: { true: 'Local' },
    ...evidence,
  };
}

/** The allow-list by the field of every Service. */
export function sourceRanges(evidence: Evidence): LoadBalancerOptionRow {
  return { option: 'access.allowFrom', verdict: 'exact', field: 'loadBalancerSourceRanges', ...evidence };
}

/** The health checks that have no settings of their own, each for the same reason. */
export function noHealthCheck(note: string): Partial<Record<LoadBalancerOption, string>> {
  return Object.fromEntries(LOAD_BALANCER_OPTIONS.filter((option) => option.includes('healthCheck')).map((option) => [option, note]));
}

/** Texts of values, for rows. */
export const PATTERN = {
  ipv4: '[0-9]{1,3}(\\.[0-9]{1,3}){3}',
  ipv6: '[0-9a-fA-F]*:[0-9a-fA-F:.]*',
} as const;

/** One such text, or several with commas. */
export function listOf(pattern: string): string {
  return `^${pattern}(,${pattern})*$`;
}
