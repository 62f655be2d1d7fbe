import type { RouteRequest } from '../controllers/dialect.js';
import { dialectById } from '../controllers/registry.js';
import { askedOptions, describeOption, fieldOf } from '../controllers/request.js';
import type { EntryPoint } from '../model/plan.js';
import { dig } from '../detect/read.js';
import { protocolOf } from './addresses.js';
import type { PlanContext } from './context.js';
import type { ChosenClass } from './ingress-class.js';
import { note } from './notes.js';
import { isSet } from './requirements.js';
import { routedPorts, type ResolvedPath } from './route-ports.js';

/** What carries bytes instead of HTTP: a port that speaks something else, by an entry point of a controller that takes such. */
export function transportOf(context: PlanContext, paths: readonly ResolvedPath[]): 'TCP' | 'UDP' | undefined {
  const { controller, entryPoint } = context.spec.ingress ?? {};
  const [port, ...others] = routedPorts(paths);
  if (!isSet(entryPoint) || dialectById(controller ?? '')?.dialect.carrier !== 'IngressRoute' || !port || others.length > 0)
    return undefined;
  if (port.protocol === 'UDP') return 'UDP';
  return port.protocol === 'TCP' && protocolOf(context, port)?.isHttp === 'no' ? 'TCP' : undefined;
}

/** The request without what bytes have no place for; that is refused by name. */
export function forTransport({ notes }: PlanContext, transport: 'TCP' | 'UDP', request: RouteRequest): RouteRequest {
  const kind = `IngressRoute${transport}`;
  for (const [option, value] of askedOptions(request)) {
    const isSaid = option === 'access.allowFrom' || (option.startsWith('options.') && option !== 'options.backendProtocol');
    if (isSaid && !(option === 'options.targets' && value === 'pod'))
      note(notes, 'EP224', { message: `an ${kind} has no place for ${describeOption(option)}`, field: fieldOf(option) });
  }
  const { allowFrom: _allowFrom, options: _options, tls: _tls, redirectOnly: _redirect, ...rest } = request;
  return { ...rest, hosts: [], paths: [{ path: '/', type: 'Prefix' }] };
}

/** Settings that bytes have no use for. */
export function unusedByTransport({ spec }: PlanContext): string[] {
  const paths = ['hosts', 'paths', 'tls.mode', 'tls.secretName', 'tls.issuer', 'tls.selfSigned', 'tls.redirect'];
  return paths.filter((path) => isSet(dig(spec, ...path.split('.'))));
}

/** The entry point as clients see it; its number is that of the controller's own flag. */
export function transportEntryPoint(
  { spec }: PlanContext,
  transport: 'TCP' | 'UDP',
  chosen: ChosenClass | undefined,
  first: EntryPoint,
): EntryPoint {
  const name = spec.ingress?.entryPoint ?? '';
  const flag = new RegExp(`^--entry[pP]oints\\.${name}\\.address=.*:([0-9]+)`);
  const port = chosen?.fact?.args.map((arg) => flag.exec(arg)?.[1]).find((number) => number !== undefined);
  const { port: _port, path: _path, host: _host, ...rest } = first;
  return {
    ...rest,
    protocol: transport,
    scheme: transport === 'TCP' ? 'tcp' : 'udp',
    ...(port === undefined ? {} : { port: Number(port) }),
  };
}
