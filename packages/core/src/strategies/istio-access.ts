import { dialectById } from '../controllers/registry.js';
import type { RouteRequest } from '../controllers/dialect.js';
import { describeGap, findObject } from '../detect/coverage.js';
import { findWorkloads, workloadsKnown } from '../detect/find-workloads.js';
import { dig, labelsMatch, textMap } from '../detect/read.js';
import type { KubeObject } from '../model/kube.js';
import type { PlanContext } from './context.js';
import type { ChosenClass } from './ingress-class.js';
import { besideName } from './names.js';
import { note } from './notes.js';

/** Labels of the gateway's pods, as the charts of Istio set them and as our own Gateways select them. */
const SELECTOR = { istio: 'ingressgateway' };

type Fields = Record<string, unknown>;

/**
 * Allow-list and deny-list of a VirtualService: AuthorizationPolicies for the pods of the gateway, which stand in their namespace. All
 * that an Exposure makes stands in its own, so that the lists can be had where both are one. Refused with the reason otherwise.
 * Source: istio/api v1.30.3, security/v1beta1/authorization_policy.proto
 *
 * @returns the request without the lists, and the policies.
 */
export function istioAccess(
  context: PlanContext,
  chosen: ChosenClass | undefined,
  request: RouteRequest,
): { request: RouteRequest; policies: KubeObject[] } {
  const { allowFrom = [], options } = request;
  const { denyFrom = [], ...others } = options ?? {};
  const dialect = dialectById(chosen?.controller ?? '')?.dialect;
  if (dialect?.carrier !== 'VirtualService' || allowFrom.length + denyFrom.length === 0) return { request, policies: [] };
  const { allowFrom: _, ...rest } = request;
  const without = { ...rest, ...(options ? { options: others } : {}) };
  const why = obstacle(context, request);
  const lists = [
    { field: 'spec.access.allowFrom', word: 'an allow-list (allowFrom)', ranges: allowFrom, suffix: '-allow', source: 'notRemoteIpBlocks' },
    { field: 'spec.options.denyFrom', word: 'denyFrom', ranges: denyFrom, suffix: '-deny', source: 'remoteIpBlocks' },
  ].filter(({ ranges }) => ranges.length > 0);
  if (why !== undefined) {
    for (const { field, word } of lists)
      note(context.notes, 'EP280', { message: `${dialect.title} cannot express ${word}: ${why}`, field });
    return { request: without, policies: [] };
  }
  const message =
    'the address is the one that the gateway sees: externalTrafficPolicy Local keeps it, numTrustedProxies reads it from a header';
  for (const { field, word } of lists) note(context.notes, 'EP353', { message: `${word}: ${message}`, field });
  const policies = lists.map(({ suffix, ranges, source }) => policyFor(context, request, suffix, { [source]: [...ranges] }));
  return { request: without, policies };
}

/** Why a policy cannot be written, as the end of a sentence. */
function obstacle(context: PlanContext, { hosts, paths }: RouteRequest): string | undefined {
  const { snapshot, namespace } = context;
  if (hosts.length === 0) return 'without a host it would count for all that enters the gateway';
  if (paths.some(({ type }) => type === 'RegularExpression' || type === 'ImplementationSpecific'))
    return 'an AuthorizationPolicy has no expressions for paths';
  const labels = selectorOf(context);
  if (labels === undefined) return 'the Gateway that was asked for was not read, so that its pods are not known';
  const pods = findWorkloads(snapshot, [{ labels: { ...labels } }]).filter((found) => labelsMatch(labels, found.labels));
  const shown = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  if (pods.length === 0) {
    const gap = workloadsKnown(snapshot) ? 'none was found' : describeGap(snapshot, 'deployments.apps');
    return `it is an AuthorizationPolicy in the namespace of the gateway's pods (${shown}), and where they run is not known: ${gap}`;
  }
  const elsewhere = [...new Set(pods.map((found) => found.namespace))].filter((other) => other !== namespace);
  if (elsewhere.length === 0) return undefined;
  return `it is an AuthorizationPolicy in the namespace of the gateway's pods, ${elsewhere.join(', ')}, and what this makes stands in ${namespace}`;
}

/** Labels of the pods by which the route enters; `undefined` for a Gateway that was not read. */
function selectorOf({ snapshot, namespace, spec }: PlanContext): Readonly<Record<string, string>> | undefined {
  const asked = spec.ingress?.entryPoint;
  if (asked === undefined || asked === '') return SELECTOR;
  const [where, name] = asked.includes('/') ? asked.split('/') : [namespace, asked];
  const gateway = findObject(snapshot, 'networking.istio.io', 'Gateway', name ?? '', where);
  const labels = textMap(dig(gateway, 'spec', 'selector'));
  return Object.keys(labels).length === 0 ? undefined : labels;
}

function policyFor(context: PlanContext, { name = '', hosts, paths }: RouteRequest, suffix: string, source: Fields): KubeObject {
  const all = paths.some(({ path, type }) => path === '/' && type === 'Prefix');
  const taken = paths.flatMap(({ path, type }) =>
    type === 'Exact' ? [path] : [path.replace(/\/+$/, ''), `${path.replace(/\/+$/, '')}/*`],
  );
  // The Host header may have a port.
  const operation = { hosts: hosts.flatMap((host) => [host, `${host}:*`]), ...(all ? {} : { paths: taken }) };
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: besideName(name, suffix) },
    spec: {
      selector: { matchLabels: { ...selectorOf(context) } },
      action: 'DENY',
      rules: [{ from: [{ source }], to: [{ operation }] }],
    },
  };
}
