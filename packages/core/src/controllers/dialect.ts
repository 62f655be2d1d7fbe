import type { ExposurePath, ExposureSpec, Rewrite } from '../model/exposure.js';
import type { TransformId } from './transforms.js';

/**
 * The neutral options of a route, by their paths below spec, in the order in which they are written and read: those on which others
 * depend come first. `paths.rewrite` replaces a prefix, `paths.rewrite.full` the whole path.
 */
export const ROUTE_OPTIONS = [
  'tls.mode',
  'tls.redirect',
  'paths.type',
  'paths.rewrite',
  'paths.rewrite.full',
  'options.redirect.url',
  'options.redirect.code',
  'options.appRoot',
  'access.scope',
  'access.allowFrom',
  'options.denyFrom',
  'options.externalAuth.url',
  'options.externalAuth.method',
  'options.externalAuth.signInURL',
  'options.externalAuth.responseHeaders',
  'options.basicAuth.secretName',
  'options.basicAuth.realm',
  'options.rateLimit.requestsPerSecond',
  'options.rateLimit.requestsPerMinute',
  'options.rateLimit.burst',
  'options.rateLimit.connections',
  'options.cors.origins',
  'options.cors.methods',
  'options.cors.headers',
  'options.cors.exposeHeaders',
  'options.cors.credentials',
  'options.cors.maxAge',
  'options.requestHeaders.set',
  'options.requestHeaders.remove',
  'options.responseHeaders.set',
  'options.responseHeaders.remove',
  'options.hostHeader',
  'options.bodySize',
  'options.requestTimeout',
  'options.connectTimeout',
  'options.readTimeout',
  'options.sendTimeout',
  'options.backendProtocol',
  'options.backendTLS.verify',
  'options.backendTLS.serverName',
  'options.backendTLS.caSecretName',
  'options.backendTLS.caConfigMapName',
  'options.targets',
  'options.affinity.cookie',
  'options.affinity.maxAge',
  'options.affinity.path',
  'options.affinity.sameSite',
  'options.affinity.secure',
  'options.canary.service',
  'options.canary.port',
  'options.canary.weight',
  'options.canary.header',
  'options.canary.headerValue',
  'options.canary.cookie',
  'options.mirror.service',
  'options.mirror.port',
  'options.mirror.percent',
] as const;

/** A neutral option of a route. */
export type RouteOption = (typeof ROUTE_OPTIONS)[number];

/** Rows in the order of their options; several of one option stay as they are. */
export function inOrder(rows: readonly OptionRow[]): OptionRow[] {
  return rows.toSorted((a, b) => ROUTE_OPTIONS.indexOf(a.option) - ROUTE_OPTIONS.indexOf(b.option));
}

/** Kinds of objects that carry a route. */
export type RouteCarrier = 'Ingress' | 'IngressRoute' | 'VirtualService' | 'HTTPProxy' | 'HTTPRoute';

/** Another way of writing the same, or an older one: it is read, never written. */
export interface OldRouteWord {
  annotation: string;
  /** Default: that of the row. */
  transform?: TransformId;
  values?: Readonly<Record<string, string>>;
  /** Why it is not written. */
  note: string;
}

/**
 * Something that a dialect writes beside words on the route itself. It is made once any row with its id in `on` writes something.
 * In texts of `base` and `link`, `{name}` stands for the name of the object, `{namespace}` for its namespace, `{route}` for the name
 * of the route, `{kind}` for the kind of the route, `{service}` for the Service; a text `{port}` becomes the
 * number of its port.
 */
export interface DialectPart {
  id: string;
  /** An object of its own beside the route, named after the route with a suffix; without it the part is an entry of `list`. */
  object?: { apiVersion: string; kind: string; suffix: string };
  /** Fixed content of the object or the entry, under what rows write. */
  base?: Readonly<Record<string, unknown>>;
  /** Without `object`: the list of each rule that gets the entry, e.g. `filters`. */
  list?: string;
  /** How the route says that the object counts: a text in an annotation (several are joined by commas), an entry in a list of each rule, or a text in a field of each. */
  link?:
    | { annotation: string; on?: 'route' | 'service'; text: string }
    | { list: string; item: Readonly<Record<string, unknown>> }
    | { field: string; text: string };
}

/** One row of a dialect: a neutral option and how it is spelled. Several rows of one option are tried in order; the first that fits counts. */
export interface OptionRow {
  option: RouteOption;
  /** `exact`: means the same. `approximate`: `note` says how it differs. `none`: cannot be expressed; `note` says why. */
  verdict: 'exact' | 'approximate' | 'none';
  /**
   * Where the word stands: `route` (default) the object that carries the route, `rule` each of its rules, `service` the Service, or
   * the id of a part.
   */
  on?: 'route' | 'rule' | 'service' | (string & {});
  /** Key of the annotation. */
  annotation?: string;
  /**
   * Field instead of an annotation: a dotted path in what `on` names, e.g. `spec.headers.accessControlMaxAge`; a number is a place in a
   * list. Maps are added to what is there.
   */
  field?: string;
  /** From the neutral value to the text of the annotation or the value of the field. Default: `string`, for fields `raw`. */
  transform?: TransformId;
  /** The text with something around it: `{}` stands for it. */
  template?: string;
  /** For `map`: neutral value → text; one that is missing cannot be expressed, an empty text needs no word. */
  values?: Readonly<Record<string, string>>;
  /** The neutral value that is written although nobody asked, where silence means something else. */
  default?: string;
  /** The row counts only for values of this form, lists joined by commas (a regular expression of both JavaScript and Go). */
  pattern?: string;
  /** What a value of that form is, after "must be". */
  expects?: string;
  /** Least and greatest number that may be written. */
  range?: readonly [least: number, greatest: number];
  /** The row counts only while each of these options has one of these values; an empty text stands for not set. */
  when?: Readonly<Partial<Record<RouteOption, readonly string[]>>>;
  /** Options that must be set as well. */
  needs?: readonly RouteOption[];
  /** Options that must not be set as well. */
  excludes?: readonly RouteOption[];
  /** Annotations that go with it, at the same place. */
  also?: Readonly<Record<string, string>>;
  /** Fields that go with it, at the same place, by dotted path. */
  alsoFields?: Readonly<Record<string, unknown>>;
  reads?: readonly OldRouteWord[];
  /** How it differs, why it cannot be had, or what must hold in the controller for it to work. */
  note?: string;
  source: string;
  verified: string;
}

/** An annotation that the controller documents and that no neutral option stands for. */
export interface ForeignWord {
  annotation: string;
  /** Why there is no neutral option for it. */
  why: string;
  source: string;
  verified: string;
}

/**
 * Something that a controller does otherwise than an option means, in routes of a certain form: it is said where a route has that form.
 * What holds for every route is a row that is `approximate`.
 */
export interface Quirk {
  /** Each of these that is asked for is said to be taken only approximately. */
  options: readonly RouteOption[];
  /** Form of the paths in which it counts. Default: any. */
  where?: QuirkPlace;
  /** It counts only for values of this form, lists joined by commas (a regular expression). */
  pattern?: string;
  /** It counts only while this option is left open. */
  without?: RouteOption;
  /** No client that keeps to the standards notices: it is said as information, not as a warning. */
  harmless?: true;
  /** How it differs. */
  note: string;
  source: string;
  verified: string;
}

/**
 * Forms that the paths of a route can have. `noRoot`: none takes every path of the host. `exactBelowPrefix`: one of type Exact lies below
 * a prefix and is hardly longer.
 */
export type QuirkPlace = 'noRoot' | 'exactBelowPrefix';

/** How prefixes and whole paths are replaced; each style is code, in TypeScript and, for the first circle, in the library chart. */
export type RewriteStyle =
  | 'nginx-regex'
  | 'traefik-middleware'
  | 'haproxy-path-rewrite'
  | 'prefix-annotation'
  | 'gateway-filter'
  | 'istio-rewrite'
  | 'contour-policy'
  | 'kong-transformer'
  | 'none';

/** How a part of the requests goes to another Service. */
export type CanaryStyle = 'nginx-ingress' | 'weighted-backends' | 'none';

/** A vocabulary of route options: one way in which a controller takes a route. */
export interface Dialect {
  /** As `ingress.controller` and `gateway.controller` name it: the controller's id, for the first way that it has. */
  id: string;
  /** E.g. `Traefik (IngressRoute)`. */
  title: string;
  carrier: RouteCarrier;
  /** Beginnings of the annotations that are its own; what it does not know under them is reported. */
  prefixes: readonly string[];
  rewrite: RewriteStyle;
  canary: CanaryStyle;
  parts?: readonly DialectPart[];
  options: readonly OptionRow[];
  /** Documented annotations that are no neutral option, each with the reason. */
  foreign?: readonly ForeignWord[];
  /** It reads no Secrets: where certificates come from instead, in words. */
  noSecrets?: string;
  /**
   * How a path of type Prefix is written where it would not do as it stands. `withoutSlash`: /a/ as /a, since a request for /a would be
   * redirected. `inTwo`: /a as /a exactly and as the prefix /a/, since letters are compared, not path elements.
   */
  prefixPaths?: 'withoutSlash' | 'inTwo';
  /** What it does otherwise than its options mean, in some routes only. */
  quirks?: readonly Quirk[];
  /** What it does when nothing is said, as texts of the neutral values, where that differs between controllers. */
  defaults?: Readonly<Partial<Record<RouteOption, string>>>;
}

/** What is to be encoded: the parts of a request that a route carries, with every default filled in. */
export interface RouteRequest {
  /** Names the controller in messages. */
  className?: string;
  /** Name and namespace of the route; parts are named after it. */
  name?: string;
  namespace?: string;
  /** The Service behind it. */
  service?: { name: string; port: number };
  hosts: readonly string[];
  paths: readonly RoutePath[];
  /** TLS as the route will have it; absent without. */
  tls?: { mode: 'terminate' | 'passthrough'; redirect?: boolean };
  /** Redirect asked for although TLS ends in front of the controller. */
  redirectOnly?: boolean;
  /** How far the address may reach; only dialects whose routes get an address of their own have a word for it. */
  scope?: 'public' | 'internal';
  allowFrom?: readonly string[];
  options?: NonNullable<ExposureSpec['options']>;
}

/** A path of a route. */
export interface RoutePath {
  path: string;
  type: NonNullable<ExposurePath['type']>;
  rewrite?: Rewrite;
  /** Port of the Service that it leads to. Default: the one of the route. */
  port?: number;
}
