import type { Verdict } from '../model/finding.js';
import type { ExposedRow } from '../model/exposed.js';
import type { KubeObject } from '../model/kube.js';
import type { EntryPoint, Reach } from '../model/plan.js';
import { exposureOf } from '../strategies/marks.js';
import type { Backend } from './backends.js';

const ENCRYPTED: ReadonlySet<EntryPoint['scheme']> = new Set(['https', 'grpcs', 'tls']);
const PLAIN: ReadonlySet<EntryPoint['scheme']> = new Set(['http', 'grpc']);

/** Whether the entry points speak TLS, as far as their schemes tell. */
export function tlsOf(entryPoints: readonly EntryPoint[]): ExposedRow['tls'] {
  const encrypted = entryPoints.filter(({ scheme }) => ENCRYPTED.has(scheme)).length;
  const plain = entryPoints.filter(({ scheme }) => PLAIN.has(scheme)).length;
  if (encrypted > 0) return plain > 0 ? 'some' : 'yes';
  return plain > 0 ? 'no' : '-';
}

/** The worst of several verdicts: broken, else unknown, else ok. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('broken')) return 'broken';
  return verdicts.includes('unknown') ? 'unknown' : 'ok';
}

/** The widest of several reaches. */
export function widest(reaches: readonly Reach[]): Reach {
  if (reaches.includes('public')) return 'public';
  return reaches.includes('node-network') ? 'node-network' : 'inside';
}

/** The name of the Exposure as a part of a row, when the object is one of ours. */
export function ownedBy(object: KubeObject): { exposure?: string } {
  const exposure = exposureOf(object);
  return exposure === undefined ? {} : { exposure };
}

/** Joins what several backends say: workloads once, the worst verdict, all evidence. */
export function joinBackends(backends: readonly Backend[]): { workloads: Backend['workloads']; verdict: Verdict; evidence: string[] } {
  const workloads = new Map(backends.flatMap((backend) => backend.workloads).map((ref) => [`${ref.kind}/${ref.name}`, ref]));
  return {
    workloads: [...workloads.values()],
    verdict: worst(backends.map(({ verdict }) => verdict)),
    evidence: [...new Set(backends.map(({ evidence }) => evidence))],
  };
}

/** Whether an address can only be used inside some network: loopback, link-local, private (RFC 1918, RFC 4193), shared (RFC 6598). */
export function isPrivateAddress(address: string): boolean {
  return /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2[0-9]|3[01])\.|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.|::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i.test(
    address,
  );
}

/** How far addresses reach: private ones only the node network, names and public ones everybody. */
export function reachOfAddresses(addresses: readonly string[]): Reach {
  return addresses.length > 0 && addresses.every(isPrivateAddress) ? 'node-network' : 'public';
}
