import { objectsOf } from '../detect/coverage.js';
import { addressesOfNodes, detectNodes } from '../detect/nodes.js';
import { dig, records, text, texts } from '../detect/read.js';
import { loadBalancerById } from '../load-balancers/registry.js';
import type { ExposureSpec } from '../model/exposure.js';
import type { KubeObject } from '../model/kube.js';
import type { Reach } from '../model/plan.js';
import { reachOf } from './addresses.js';
import type { PlanContext } from './context.js';
import { isSet } from './requirements.js';

/** How far an address will reach that is not given yet; `undefined` where nothing in the cluster tells. */
export function expectedReach(context: PlanContext, implementation: string | undefined): Reach | undefined {
  const { snapshot, spec } = context;
  const { address, pool } = spec.loadBalancer ?? {};
  if (isSet(address) && /^[0-9a-fA-F.:]+$/.test(address ?? '')) return reachOf([address ?? '']);
  if (loadBalancerById(implementation ?? '')?.takesNodePorts) return reachOfNodes(context);
  if (implementation === 'metallb') {
    const pools = objectsOf(snapshot, 'metallb.io', 'IPAddressPool').filter(({ metadata, ...rest }) =>
      isSet(pool) ? metadata.name === pool : dig(rest, 'spec', 'autoAssign') !== false,
    );
    return reachOfRanges(pools.flatMap((object) => texts(dig(object, 'spec', 'addresses'))));
  }
  if (implementation === 'cilium') return reachOfRanges(objectsOf(snapshot, 'cilium.io', 'CiliumLoadBalancerIPPool').flatMap(blocksOf));
  return undefined;
}

/** Ready nodes; those that were not read may have public addresses. */
function reachOfNodes({ snapshot }: PlanContext): Reach | undefined {
  const { known, nodes } = detectNodes(snapshot);
  const found = addressesOfNodes(nodes.filter(({ ready }) => ready !== 'no'));
  return known === 'yes' && found.addresses.length > 0 ? reachOf(found.addresses) : undefined;
}

function blocksOf(pool: KubeObject): string[] {
  return records(dig(pool, 'spec', 'blocks')).flatMap((block) => text(block['cidr']) ?? text(block['start']) ?? []);
}

/** Of ranges such as `10.0.0.0/24` or `10.0.0.1-10.0.0.9` the first address tells. */
function reachOfRanges(ranges: readonly string[]): Reach | undefined {
  return ranges.length === 0 ? undefined : reachOf(ranges.map((range) => range.split(/[/-]/)[0]?.trim() ?? ''));
}

/**
 * The request without `access.scope: internal` where an implementation has no word for it and its addresses are private anyway:
 * what was asked for is what there will be.
 */
export function withoutSettledScope(spec: ExposureSpec, implementation: string | undefined, expected: Reach | undefined): ExposureSpec {
  const { scope, ...access } = spec.access ?? {};
  if (scope !== 'internal' || expected !== 'node-network') return spec;
  const rules = loadBalancerById(implementation ?? '')?.codec?.options.filter(({ option }) => option === 'access.scope') ?? [];
  const hasWord = rules.length === 0 || rules.some(({ values }) => values === undefined || 'internal' in values);
  return hasWord ? spec : { ...spec, access };
}
