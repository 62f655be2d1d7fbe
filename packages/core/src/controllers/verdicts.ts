import type { ExposureSpec } from '../model/exposure.js';
import { dig } from '../detect/read.js';
import type { RouteOption, RouteRequest } from './dialect.js';
import { encodeRoute } from './encode.js';
import { dialectById } from './registry.js';
import { askedOptions, describeOption, fieldOf } from './request.js';

/** How an option that a route has can be had in another dialect. */
export interface OptionVerdict {
  option: RouteOption;
  /** `exact`: it means the same. `approximate`: `reason` says how it differs. `none`: it cannot be had; `reason` says why. */
  verdict: 'exact' | 'approximate' | 'none';
  reason?: string;
  /** The route says nothing of it: what the two controllers do then differs. */
  silent?: boolean;
}

/** A request of a spec, for a Service whose name does not matter. */
function requestOfSpec({ hosts = [], paths = [], tls, access, options, ingress }: ExposureSpec): RouteRequest {
  const isTls = tls !== undefined && (tls.mode !== undefined || tls.secretName !== undefined || tls.issuer !== undefined);
  const mode = isTls ? (tls.mode ?? 'terminate') : undefined;
  const redirect = tls?.redirect;
  return {
    ...(ingress?.className === undefined ? {} : { className: ingress.className }),
    name: 'route',
    namespace: 'default',
    service: { name: 'route', port: 80 },
    hosts,
    paths: paths.map(({ path = '/', type = 'Prefix', rewrite }) => ({ path, type, ...(rewrite === undefined ? {} : { rewrite }) })),
    ...(mode === undefined ? {} : { tls: { mode, ...(redirect === undefined ? {} : { redirect }) } }),
    ...(mode === undefined && redirect === true ? { redirectOnly: true } : {}),
    ...(access?.scope ? { scope: access.scope } : {}),
    ...(access?.allowFrom ? { allowFrom: access.allowFrom } : {}),
    ...(options ? { options } : {}),
  };
}

/**
 * What becomes of each option of a route in another dialect, in the order of the options.
 *
 * @param source the dialect that the route was read from: what it does without being told is compared as well.
 */
export function verdictsFor(target: string, spec: ExposureSpec, source?: string): OptionVerdict[] {
  const request = requestOfSpec(spec);
  const { unsupported, notes } = encodeRoute(target, request);
  const own = [...askedOptions(request).keys()].map((option): OptionVerdict => {
    const field = fieldOf(option);
    const refused = unsupported.find((found) => found.field === field);
    if (refused) return { option, verdict: 'none', reason: refused.message };
    const note = notes.find((found) => found.field === field);
    if (option === 'access.scope' && !dialectById(target)?.dialect.options.some((row) => row.option === option))
      return { option, verdict: 'approximate', reason: 'access.scope: an address reaches as far as that of the controller does' };
    return note ? { option, verdict: 'approximate', reason: note.message } : { option, verdict: 'exact' };
  });
  // A refusal that names no option of its own, e.g. of a path, is one all the same.
  const fields = new Set(own.map(({ option }) => fieldOf(option)));
  const rest = unsupported
    .filter(({ field }) => !fields.has(field ?? ''))
    .map(({ message }): OptionVerdict => ({ option: 'paths.type', verdict: 'none', reason: message }));
  return [...own, ...rest, ...(source === undefined ? [] : silences(target, spec, source))];
}

/** Options that the route leaves open and that the two controllers then have differently. */
function silences(target: string, spec: ExposureSpec, source: string): OptionVerdict[] {
  const [from, to] = [dialectById(source)?.dialect, dialectById(target)?.dialect];
  const defaults = Object.entries(from?.defaults ?? {}) as [RouteOption, string][];
  return defaults.flatMap(([option, text]) => {
    const block = option.split('.').slice(0, -1);
    // A default inside a block, such as that of CORS, counts where the block is used.
    const isUsed = block.length < 2 || dig(spec, ...block) !== undefined;
    const other = to?.defaults?.[option];
    // Left open it means false, which every dialect is told.
    if (option === 'options.cors.credentials') return [];
    if (!isUsed || dig(spec, ...option.split('.')) !== undefined || other === text) return [];
    const reason = `${describeOption(option)} is left open: ${from?.title} has ${text}, ${to?.title} ${other === undefined ? 'may have something else' : `has ${other}`}`;
    return [{ option, verdict: 'approximate', reason, silent: true }];
  });
}
