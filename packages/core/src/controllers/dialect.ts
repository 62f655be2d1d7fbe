import type { ExposurePath, ExposureSpec, Rewrite } from '../model/exposure.js';
import type { TransformId } from './transforms.js';

/** Names of the neutral options that a dialect can encode. */
export type RouteOption =
  | 'bodySize'
  | 'connectTimeout'
  | 'readTimeout'
  | 'sendTimeout'
  | 'backendProtocol'
  | 'targets'
  | 'allowFrom'
  | 'redirect'
  | 'redirectOnly'
  | 'passthrough'
  | 'rewrite'
  | 'rewriteFull';

/** One row of a dialect: a neutral option and how a controller spells it. */
export interface OptionRow {
  option: RouteOption;
  /** Key of the annotation on the Ingress; absent when the option needs none or cannot be expressed. */
  annotation?: string;
  /** From the neutral value to the text of the annotation. */
  transform?: TransformId;
  /** For `map`: neutral value → text; a value that is missing cannot be expressed, an empty text needs no annotation. */
  values?: Readonly<Record<string, string>>;
  /** `exact`: means the same. `approximate`: `note` says how it differs. `none`: cannot be expressed. */
  verdict: 'exact' | 'approximate' | 'none';
  note?: string;
  source: string;
  verified: string;
}

/** A controller's vocabulary of route options. */
export interface Dialect {
  /** What stands before the keys; only for messages. */
  prefix: string;
  options: readonly OptionRow[];
}

/** What is to be encoded: the parts of a request that a route carries, with every default filled in. */
export interface RouteRequest {
  /** Names the controller in messages. */
  className?: string;
  hosts: readonly string[];
  paths: readonly RoutePath[];
  /** TLS as the Ingress will have it; absent without. */
  tls?: { mode: 'terminate' | 'passthrough'; redirect?: boolean };
  /** Redirect asked for although TLS ends in front of the controller. */
  redirectOnly?: boolean;
  allowFrom?: readonly string[];
  options?: NonNullable<ExposureSpec['options']>;
}

/** A path of a route. */
export interface RoutePath {
  path: string;
  type: NonNullable<ExposurePath['type']>;
  rewrite?: Rewrite;
}
