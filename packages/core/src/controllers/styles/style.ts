import type { EncodedRoute } from '../../detect/facts.js';
import type { ControllerRow } from '../row.js';
import type { Dialect, RouteOption, RouteRequest } from '../dialect.js';
import type { Places } from '../parts.js';

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
  encode: (encoding: RouteEncoding) => void;
}
