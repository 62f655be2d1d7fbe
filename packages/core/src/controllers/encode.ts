import { finding } from '../checks/finding.js';
import type { EncodedRoute } from '../detect/facts.js';
import type { Finding } from '../model/finding.js';
import { controllerById } from './registry.js';
import type { OptionRow, RouteOption, RouteRequest } from './dialect.js';
import { encodeRewrites } from './nginx-rewrite.js';
import type { ControllerRow } from './row.js';
import { transform } from './transforms.js';

/** Fields of a request by option, for messages. */
const FIELDS: Readonly<Record<RouteOption, string>> = {
  allowFrom: 'spec.access.allowFrom',
  backendProtocol: 'spec.options.backendProtocol',
  bodySize: 'spec.options.bodySize',
  connectTimeout: 'spec.options.connectTimeout',
  passthrough: 'spec.tls.mode',
  readTimeout: 'spec.options.readTimeout',
  redirect: 'spec.tls.redirect',
  redirectOnly: 'spec.tls.redirect',
  rewrite: 'spec.paths[].rewrite',
  rewriteFull: 'spec.paths[].rewrite',
  sendTimeout: 'spec.options.sendTimeout',
  targets: 'spec.options.targets',
};

/**
 * Writes a route in the words of a controller. Host, path and TLS need none; every other option does, and one that the controller
 * has no words for is an error that names both, never left out.
 *
 * @param controller id in the registry; absent for a controller that is not recognised.
 */
export function encodeRoute(controller: string | undefined, request: RouteRequest): EncodedRoute {
  const row = controller === undefined ? undefined : controllerById(controller);
  const asked = askedOptions(request);
  const plain = request.paths.map(({ path, type }) => ({ path, pathType: type }));
  if (!row?.dialect) {
    const unsupported = [...asked].flatMap(([option, value]) => (isDefault(row, option, value) ? [] : [refuse(row, option, request)]));
    return { annotations: {}, paths: plain, notes: [], unsupported };
  }
  const out: EncodedRoute = { annotations: {}, paths: plain, notes: [], unsupported: [] };
  if (row.retired !== undefined) {
    out.notes.push(
      finding('EP351', { message: `${row.retired}${request.className === undefined ? '' : ` (IngressClass ${request.className})`}` }),
    );
  }
  for (const [option, value] of asked) {
    if (option === 'rewrite' || option === 'rewriteFull') continue;
    const rule = row.dialect.options.find((candidate) => candidate.option === option);
    if (rule && rule.verdict !== 'none') encodeOption(row, rule, value, out);
    else
      out.unsupported.push(finding('EP280', { message: `${row.title} cannot express ${describe(option, value)}`, field: FIELDS[option] }));
  }
  if (asked.has('passthrough')) checkPassthrough(row, asked, request, out);
  else if (asked.has('rewrite') || asked.has('rewriteFull')) encodeRewrites(row, request, out);
  return out;
}

/** What a request asks for beyond host, path and TLS. */
function askedOptions({ paths, tls, redirectOnly, allowFrom = [], options = {} }: RouteRequest): Map<RouteOption, unknown> {
  const asked = new Map<RouteOption, unknown>();
  if (paths.some((path) => typeof path.rewrite === 'string'))
    asked.set(
      'rewrite',
      paths.map((path) => path.rewrite).find((rewrite) => typeof rewrite === 'string'),
    );
  if (paths.some((path) => typeof path.rewrite === 'object'))
    asked.set(
      'rewriteFull',
      paths.map((path) => path.rewrite).find((rewrite) => typeof rewrite === 'object'),
    );
  if (tls?.mode === 'passthrough') asked.set('passthrough', true);
  else if (redirectOnly) asked.set('redirectOnly', true);
  else if (tls?.redirect !== undefined) asked.set('redirect', tls.redirect);
  if (allowFrom.length > 0) asked.set('allowFrom', allowFrom);
  for (const option of ['backendProtocol', 'bodySize', 'connectTimeout', 'readTimeout', 'sendTimeout', 'targets'] as const) {
    if (options[option] !== undefined) asked.set(option, options[option]);
  }
  return asked;
}

/** Values that every controller has without being told. */
function isDefault(row: ControllerRow | undefined, option: RouteOption, value: unknown): boolean {
  if (option === 'backendProtocol') return value === 'http';
  return option === 'targets' && row?.targets !== undefined && row.targets === value;
}

function refuse(row: ControllerRow | undefined, option: RouteOption, request: RouteRequest): Finding {
  const what = describe(option);
  if (row) return finding('EP281', { message: `${what} is not yet supported for ${row.title}`, field: FIELDS[option] });
  const name = request.className === undefined ? 'this Ingress' : `IngressClass ${request.className}`;
  return finding('EP282', {
    message: `${what}: the controller of ${name} is not recognised, so that its annotation for it is not known`,
    field: FIELDS[option],
  });
}

const WORDS: Readonly<Record<RouteOption, string>> = {
  allowFrom: 'an allow-list (allowFrom)',
  backendProtocol: 'backendProtocol',
  bodySize: 'bodySize',
  connectTimeout: 'connectTimeout',
  passthrough: 'TLS passthrough',
  readTimeout: 'readTimeout',
  redirect: 'a redirect to HTTPS (tls.redirect)',
  redirectOnly: 'a redirect to HTTPS where TLS ends in front of the controller (tls.redirect)',
  rewrite: 'a rewrite of the prefix (rewrite)',
  rewriteFull: 'a rewrite of the whole path (rewrite.full)',
  sendTimeout: 'sendTimeout',
  targets: 'targets',
};

function describe(option: RouteOption, value?: unknown): string {
  return typeof value === 'string' ? `${WORDS[option]} ${value}` : WORDS[option];
}

function encodeOption(row: ControllerRow, rule: OptionRow, value: unknown, out: EncodedRoute): void {
  const { option, transform: how = 'string', values, note } = rule;
  const result = transform(how, value, values);
  if ('error' in result) {
    const code = how === 'map' ? 'EP280' : 'EP284';
    const message = how === 'map' ? `${row.title} cannot express ${describe(option, value)}` : `${describe(option)}: ${result.error}`;
    out.unsupported.push(finding(code, { message, field: FIELDS[option] }));
    return;
  }
  // An empty text of a map: the controller does it without being told.
  if (result.text === '') return;
  if (result.note !== undefined)
    out.notes.push(finding('EP353', { level: 'info', message: `${describe(option)}: ${result.note}`, field: FIELDS[option] }));
  if (rule.verdict === 'approximate')
    out.notes.push(finding('EP353', { message: `${describe(option)}: ${note ?? ''}`, field: FIELDS[option] }));
  if (rule.annotation !== undefined) out.annotations[rule.annotation] = result.text;
}

/** With passthrough nothing but the host counts. */
function checkPassthrough(row: ControllerRow, asked: Map<RouteOption, unknown>, request: RouteRequest, out: EncodedRoute): void {
  const others = [...asked.keys()].filter((option) => option !== 'passthrough');
  if (others.length > 0) {
    out.unsupported.push(
      finding('EP289', {
        message: `TLS passthrough cannot be combined with ${others.map((option) => WORDS[option]).join(', ')}`,
        field: FIELDS.passthrough,
      }),
    );
  }
  const path = request.paths.find((entry) => entry.path !== '/');
  if (path)
    out.unsupported.push(
      finding('EP289', { message: `TLS passthrough takes every path of the host; ${path.path} cannot be told apart`, field: 'spec.paths' }),
    );
  if (request.hosts.length === 0)
    out.unsupported.push(
      finding('EP289', { message: 'TLS passthrough goes by the host name; no host was asked for', field: 'spec.hosts' }),
    );
  const note = row.dialect?.options.find((rule) => rule.option === 'passthrough')?.note;
  out.notes.push(
    finding('EP354', { message: `TLS passthrough on ${row.title}${note === undefined ? '' : ` ${note}`}`, field: FIELDS.passthrough }),
  );
}

/**
 * The warning that a redirect would lead astray because HTTPS does not enter the controller by 443; `undefined` when all is well.
 * Source: kubernetes/ingress-nginx docs/deploy/baremetal.md; the Location header never carries a port.
 */
export function redirectTrap(controller: string | undefined, request: RouteRequest, httpsPort: number | undefined): Finding | undefined {
  if (controller !== 'ingress-nginx' || httpsPort === undefined || httpsPort === 443) return undefined;
  const redirects = request.redirectOnly === true || (request.tls?.mode === 'terminate' && request.tls.redirect !== false);
  if (!redirects) return undefined;
  return finding('EP352', {
    message: `ingress-nginx redirects to https://…:443, but HTTPS enters it by port ${httpsPort}`,
    field: FIELDS.redirect,
  });
}
