import type { EncodedRoute } from '../../detect/facts.js';
import type { ControllerRow } from '../row.js';
import type { Dialect, RouteOption, RouteRequest } from '../dialect.js';
import type { Finding } from '../../model/finding.js';
import type { KubeObject } from '../../model/kube.js';
import type { Places } from '../parts.js';
import type { RouteReading } from '../reading.js';

/** A route that is being written. */
export interface RouteEncoding {
  row: ControllerRow;
  dialect: Dialect;
  request: RouteRequest;
  out: EncodedRoute;
  /** Where to write, as rows do: the route, its rules, the Service, parts. */
  places: Places;
  /** What is asked for; `undefined` where nothing is. */
  valueOf: (option: RouteOption) => unknown;
}

/** Code for what rows cannot say: it changes paths or backends. It comes after the rows. */
export interface RouteStyle {
  /** The options that it looks at; it is used once one of them is asked for. */
  options: readonly RouteOption[];
  /** It writes words and notes of its options itself: their rows say only whether they can be had. */
  hasOwnWords?: boolean;
  /** It comes after the parts were placed: where parts are gone through one by one, it is the last. */
  last?: boolean;
  encode: (encoding: RouteEncoding) => void;
  /** Whether an object beside a route may be part of it, for objects that rows alone cannot tell. Default: yes. */
  belongs?: (object: KubeObject, route: KubeObject) => boolean;
  /** Before the rows are read: takes what it wrote and gives `reading.carried.paths` and `reading.values` their neutral form. */
  decode?: (reading: RouteReading, objects: readonly KubeObject[]) => void;
  /** What the controller does with a route without being told, as far as the route relies on it. `objects` are all others. */
  behaviours?: (route: KubeObject, objects: readonly KubeObject[]) => Finding[];
}
