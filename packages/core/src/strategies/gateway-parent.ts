import type { GatewayFact, GatewaysFact, ListenerFact, RouteKind } from '../detect/facts.js';
import { listenersFor, type ListenerAnswer } from '../detect/gateways.js';
import { canSayNone, describeGap, findObject } from '../detect/coverage.js';
import { dig, labelSelectorMatches, record, textMap } from '../detect/read.js';
import type { PlanContext } from './context.js';
import { isMarked } from './marks.js';
import { leaveOpen, note, require } from './notes.js';
import { isSet } from './requirements.js';
import type { ResolvedPort } from './ports.js';
import type { ResolvedTls } from './tls.js';

/** The Gateway that a route attaches to, or none: then one has to be created. */
export type Parent =
  | {
      kind: 'existing';
      namespace: string;
      name: string;
      fact?: GatewayFact;
      sectionName?: string;
      listeners: ListenerFact[];
      redirect?: ListenerFact;
    }
  /** Its listeners do not fit, but it lets others add some: a ListenerSet. */
  | { kind: 'extend'; namespace: string; name: string; fact: GatewayFact }
  | { kind: 'create'; className: string }
  | { kind: 'none' };

/** What is asked of a Gateway. */
export interface ParentNeeds {
  routeKind: RouteKind;
  hosts: readonly string[];
  tls: ResolvedTls | undefined;
  port: ResolvedPort | undefined;
  redirect: boolean;
}

/** Finds the Gateway: the one asked for, one of ours that is created already, one that takes the route, or none. */
export function findParent(context: PlanContext, gateways: GatewaysFact, needs: ParentNeeds): Parent {
  const { spec, namespace, name, notes } = context;
  const { parentRef, className } = spec.gateway ?? {};
  if (parentRef) return attachTo(context, gateways, needs, parentRef);
  const wantsClass = isSet(className) ? className : undefined;
  const isOurs = (fact: GatewayFact): boolean => isMarked(fact.gateway, name) && fact.ref.namespace === namespace;
  const candidates = gateways.gateways.filter((fact) => !isOurs(fact) && (wantsClass === undefined || fact.className === wantsClass));
  if (wantsClass !== undefined && gateways.gateways.some(isOurs)) return create(context, gateways, wantsClass);
  for (const fact of candidates) {
    const answers = listenersFor(context.snapshot, fact, { kind: needs.routeKind, namespace, hosts: needs.hosts });
    const fitting = pick(answers, needs);
    if (fitting.length === 0) continue;
    require(notes, 'EP213', 'ok', `Gateway ${fact.ref.namespace}/${fact.ref.name}: ${fitting.map(({ why }) => why).join('; ')}`);
    return attached(context, fact, fitting, answers, needs, undefined);
  }
  if (wantsClass !== undefined) return create(context, gateways, wantsClass);
  noGateway(context, gateways, needs);
  return { kind: 'none' };
}

function attachTo(
  context: PlanContext,
  gateways: GatewaysFact,
  needs: ParentNeeds,
  { namespace = context.namespace, name, sectionName }: { namespace?: string | undefined; name: string; sectionName?: string | undefined },
): Parent {
  const { snapshot, notes } = context;
  const field = 'spec.gateway.parentRef';
  const wanted = isSet(sectionName) ? sectionName : undefined;
  const section = wanted === undefined ? {} : { sectionName: wanted };
  const fact = gateways.gateways.find(({ ref }) => ref.name === name && ref.namespace === namespace);
  if (!fact) {
    const list = gateways.gateways.map(({ ref }) => `${ref.namespace}/${ref.name}`).join(', ') || 'none';
    if (gateways.known === 'yes')
      require(notes, 'EP212', 'broken', `there is no Gateway ${namespace}/${name}; there are ${list}`, { field });
    else
      leaveOpen(
        notes,
        'EP212',
        `whether Gateway ${namespace}/${name} exists and takes the route`,
        describeGap(snapshot, 'gateways.gateway.networking.k8s.io'),
      );
    return { kind: 'existing', namespace, name, ...section, listeners: [] };
  }
  require(notes, 'EP212', 'ok', `Gateway ${namespace}/${name} exists`);
  const route = { kind: needs.routeKind, namespace: context.namespace, hosts: needs.hosts, ...section };
  const answers = listenersFor(snapshot, fact, route);
  const fitting = pick(answers, needs);
  if (fitting.length === 0) {
    const why = answers.map((answer) => (answer.allowed === 'no' ? answer.why : unfit(answer, needs)));
    const said = why.length > 0 ? why.join('; ') : `it has no listener${wanted === undefined ? '' : ` ${wanted}`}`;
    if (wanted === undefined && takesListeners(context, gateways, fact)) {
      require(notes, 'EP213', 'ok', `no listener of Gateway ${namespace}/${name} takes the route (${said}), and a ListenerSet may be added`);
      return { kind: 'extend', namespace, name, fact };
    }
    require(notes, 'EP213', 'broken', `Gateway ${namespace}/${name} does not take the route: ${said}`, { field });
    return { kind: 'existing', namespace, name, fact, ...section, listeners: [] };
  }
  const open = fitting.filter(({ allowed }) => allowed === 'unknown');
  if (open.length === fitting.length)
    leaveOpen(notes, 'EP213', `whether Gateway ${namespace}/${name} takes the route`, open.map(({ why }) => why).join('; '));
  else require(notes, 'EP213', 'ok', fitting.map(({ why }) => why).join('; '));
  return attached(
    context,
    fact,
    fitting,
    listenersFor(snapshot, fact, { kind: 'HTTPRoute', namespace: context.namespace, hosts: needs.hosts }),
    needs,
    wanted,
  );
}

/** Whether a Gateway takes ListenerSets of this namespace; by default it takes none (Gateway API 1.5, spec.allowedListeners). */
function takesListeners({ snapshot, namespace }: PlanContext, { versions }: GatewaysFact, { gateway, ref }: GatewayFact): boolean {
  if (versions['ListenerSet'] === undefined) return false;
  const allowed = record(dig(gateway, 'spec', 'allowedListeners', 'namespaces'));
  if (allowed['from'] === 'All') return true;
  if (allowed['from'] === 'Same') return ref.namespace === namespace;
  if (allowed['from'] !== 'Selector') return false;
  const labels = textMap(findObject(snapshot, '', 'Namespace', namespace)?.metadata.labels);
  return labelSelectorMatches(allowed['selector'], { 'kubernetes.io/metadata.name': namespace, ...labels });
}

/** Listeners that take the route and suit what is asked: TLS that ends or passes, and for TCP and UDP the port. */
function pick(answers: readonly ListenerAnswer[], needs: ParentNeeds): ListenerAnswer[] {
  const willing = answers.filter((answer) => answer.allowed !== 'no' && suits(answer.listener, needs));
  const certain = willing.filter(({ allowed }) => allowed === 'yes');
  const taken = certain.length > 0 ? certain : willing;
  const samePort = taken.filter(({ listener }) => listener.port === needs.port?.port);
  const byPort = needs.routeKind === 'TCPRoute' || needs.routeKind === 'UDPRoute';
  return byPort && samePort.length > 0 ? samePort.slice(0, 1) : byPort ? taken.slice(0, 1) : taken;
}

function suits({ protocol, tlsMode }: ListenerFact, { tls, routeKind }: ParentNeeds): boolean {
  if (routeKind === 'TLSRoute') return tlsMode !== 'Terminate';
  return tls?.mode !== 'terminate' || protocol === 'HTTPS' || (protocol === 'TLS' && tlsMode === 'Terminate');
}

function unfit({ listener: { name, protocol, tlsMode } }: ListenerAnswer, { tls }: ParentNeeds): string {
  const wanted = tls?.mode === 'passthrough' ? 'TLS is to pass through it' : 'TLS is to end there';
  return `listener ${name} is ${protocol}${tlsMode === undefined ? '' : ` (${tlsMode})`}, and ${wanted}`;
}

function attached(
  context: PlanContext,
  fact: GatewayFact,
  fitting: readonly ListenerAnswer[],
  all: readonly ListenerAnswer[],
  needs: ParentNeeds,
  wanted: string | undefined,
): Parent {
  const { notes } = context;
  if (fact.programmed === 'no') note(notes, 'EP328', { message: fact.evidence.join('; '), object: fact.ref });
  const byName = needs.tls?.mode === 'terminate' || needs.routeKind === 'TCPRoute' || needs.routeKind === 'UDPRoute';
  const only = byName ? fitting[0] : undefined;
  const sectionName = wanted ?? only?.listener.name;
  const plain = all.find(({ listener, allowed }) => listener.protocol === 'HTTP' && allowed !== 'no')?.listener;
  if (needs.redirect && !plain)
    note(notes, 'EP213', {
      message: `Gateway ${fact.ref.namespace}/${fact.ref.name} has no HTTP listener to redirect from`,
      field: 'spec.tls.redirect',
    });
  return {
    kind: 'existing',
    namespace: fact.ref.namespace ?? context.namespace,
    name: fact.ref.name,
    fact,
    ...(sectionName === undefined ? {} : { sectionName }),
    listeners: (only ? [only] : fitting).map(({ listener }) => listener),
    ...(needs.redirect && plain ? { redirect: plain } : {}),
  };
}

function create(context: PlanContext, gateways: GatewaysFact, className: string): Parent {
  const { snapshot, notes } = context;
  const resource = 'gatewayclasses.gateway.networking.k8s.io';
  const found = gateways.classes.find(({ name }) => name === className);
  const list = gateways.classes.map(({ name }) => name).join(', ') || 'none';
  const field = 'spec.gateway.className';
  if (!found && canSayNone(snapshot, resource))
    require(notes, 'EP215', 'broken', `there is no GatewayClass ${className}; there are ${list}`, { field });
  else if (!found) leaveOpen(notes, 'EP215', `whether GatewayClass ${className} exists`, describeGap(snapshot, resource));
  else if (found.accepted === 'no')
    require(notes, 'EP215', 'broken', `GatewayClass ${className} is not accepted by ${found.controllerName}`, { field });
  else if (found.accepted === 'unknown')
    leaveOpen(notes, 'EP215', `whether GatewayClass ${className} is served`, 'it has no condition Accepted');
  else require(notes, 'EP215', 'ok', `GatewayClass ${className} is accepted by ${found.controllerName}`);
  return { kind: 'create', className };
}

function noGateway({ snapshot, namespace, notes }: PlanContext, gateways: GatewaysFact, needs: ParentNeeds): void {
  const why = gateways.gateways.flatMap((fact) => {
    const answers = listenersFor(snapshot, fact, { kind: needs.routeKind, namespace, hosts: needs.hosts });
    const said = answers.map((answer) => (answer.allowed === 'no' ? answer.why : unfit(answer, needs))).join(', ');
    return `${fact.ref.namespace}/${fact.ref.name}: ${said || 'no listeners'}`;
  });
  const classes = gateways.classes.map(({ name }) => name).join(', ');
  const gap = gateways.known === 'yes' ? '' : `${describeGap(snapshot, 'gateways.gateway.networking.k8s.io')}; `;
  const message = `${gap}no Gateway takes routes of kind ${needs.routeKind} from namespace ${namespace}${why.length > 0 ? ` (${why.join('; ')})` : ''}`;
  const remedy =
    classes === '' ? undefined : `Name one with gateway.parentRef, or a class of which to create one with gateway.className: ${classes}.`;
  note(notes, 'EP214', { message, field: 'spec.gateway', ...(remedy === undefined ? {} : { remedy }) });
}
