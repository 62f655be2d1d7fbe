import type { KubeObject } from '../model/kube.js';
import type { Snapshot } from '../model/snapshot.js';
import { canSayNone, objectsOf } from './coverage.js';
import type { Known } from './facts.js';
import { dig, labelSelectorMatches, list, records, textMap, texts } from './read.js';

/** Whether an allocator of addresses is set up so that one that it gives answers. */
export interface Judgement {
  works: Known;
  problem?: string;
  /** Nobody set it up at all. */
  dormant?: boolean;
}

/**
 * MetalLB gives addresses from IPAddressPools and makes them answer by an L2Advertisement or BGPAdvertisement that covers the
 * pool. Source: metallb/metallb v0.16.1, website/content/configuration, troubleshooting.
 */
export function judgeMetallb(snapshot: Snapshot): Judgement {
  const pools = objectsOf(snapshot, 'metallb.io', 'IPAddressPool');
  const poolsKnown = canSayNone(snapshot, 'ipaddresspools.metallb.io');
  if (pools.length === 0) {
    return poolsKnown
      ? { works: 'no', problem: 'it has no IPAddressPool: Services stay pending' }
      : { works: 'unknown', problem: 'its IPAddressPools were not read' };
  }
  const usable = pools.filter((pool) => dig(pool, 'spec', 'autoAssign') !== false);
  if (usable.length === 0) {
    return poolsKnown
      ? {
          works: 'no',
          problem: 'every IPAddressPool has autoAssign: false: a Service must name one by the annotation metallb.io/address-pool',
        }
      : { works: 'unknown', problem: 'the IPAddressPools that were read have autoAssign: false' };
  }
  const advertisements = [
    ...objectsOf(snapshot, 'metallb.io', 'L2Advertisement'),
    ...objectsOf(snapshot, 'metallb.io', 'BGPAdvertisement'),
  ];
  if (usable.some((pool) => advertisements.some((advertisement) => advertises(advertisement, pool)))) return { works: 'yes' };
  const known = canSayNone(snapshot, 'l2advertisements.metallb.io') && canSayNone(snapshot, 'bgpadvertisements.metallb.io');
  if (!known) return { works: 'unknown', problem: 'its L2Advertisements and BGPAdvertisements were not all read' };
  const names = usable.map((pool) => pool.metadata.name).join(', ');
  return {
    works: 'no',
    problem: `no L2Advertisement or BGPAdvertisement covers IPAddressPool ${names}: an address is assigned, but nothing answers`,
  };
}

/** An advertisement without pools and selectors covers all pools. */
function advertises(advertisement: KubeObject, pool: KubeObject): boolean {
  const names = texts(dig(advertisement, 'spec', 'ipAddressPools'));
  const selectors = records(dig(advertisement, 'spec', 'ipAddressPoolSelectors'));
  if (names.length + selectors.length === 0) return true;
  return (
    names.includes(pool.metadata.name ?? '') || selectors.some((selector) => labelSelectorMatches(selector, textMap(pool.metadata.labels)))
  );
}

const CILIUM_ANNOUNCERS = ['CiliumL2AnnouncementPolicy', 'CiliumBGPPeeringPolicy', 'CiliumBGPClusterConfig', 'CiliumBGPAdvertisement'];

/** Cilium LB-IPAM is dormant until a pool exists. Source: cilium/cilium 1.20, Documentation/network/lb-ipam.rst. */
export function judgeCilium(snapshot: Snapshot): Judgement {
  const pools = objectsOf(snapshot, 'cilium.io', 'CiliumLoadBalancerIPPool').filter(
    (pool) => dig(pool, 'spec', 'disabled') !== true && list(dig(pool, 'spec', 'blocks')).length > 0,
  );
  if (pools.length === 0) {
    return canSayNone(snapshot, 'ciliumloadbalancerippools.cilium.io')
      ? { works: 'no', dormant: true, problem: 'LB-IPAM has no CiliumLoadBalancerIPPool' }
      : { works: 'unknown', problem: 'CiliumLoadBalancerIPPools were not read' };
  }
  if (CILIUM_ANNOUNCERS.some((kind) => objectsOf(snapshot, 'cilium.io', kind).length > 0)) return { works: 'yes' };
  return { works: 'unknown', problem: 'no L2 announcement or BGP policy was found: an address is assigned, but may not be announced' };
}
