import type { EntryPoint, Hop, Strategy, Trace, Verdict } from '@expose-plus/core';
import { pause } from '../kube/request.js';
import type { Progress } from '../output/progress.js';
import { describeEntry } from '../output/plan-text.js';
import type { ProbeOptions, ProbeTarget } from '../probe/target.js';

/** What is known of one entry point after trying it. */
export interface EntryProof {
  /** The entry point as it was planned. */
  planned: EntryPoint;
  /** With the address that was found to answer before the others. */
  entry: EntryPoint;
  trace: Trace;
}

export interface ProveOptions {
  progress: Progress;
  signal: AbortSignal;
  /** Milliseconds for which a failure counts as not yet. */
  patienceMs: number;
  /** Nobody needs to trust the certificate: it was asked to be self-signed. */
  selfSigned: boolean;
  /** Why the addresses of nodes are not known, when they could not be read. */
  nodesGap?: string;
}

/** Milliseconds between two tries. */
const AGAIN_MS = 1000;
/** Addresses of one entry point that are tried. */
const MOST_ADDRESSES = 5;

/** Tries every entry point from this machine. What does not work yet is tried again until patience ends. */
export async function proveEntries(entries: readonly EntryPoint[], options: ProveOptions): Promise<EntryProof[]> {
  return Promise.all(entries.map((entry) => proveEntry(entry, options)));
}

async function proveEntry(entry: EntryPoint, options: ProveOptions): Promise<EntryProof> {
  const started = performance.now();
  for (;;) {
    const proof = await tryEntry(entry, options);
    const { trace } = proof;
    const spent = performance.now() - started;
    // A silent firewall stays silent: one more look is enough for what is unknown.
    const patience = trace.verdict === 'broken' ? options.patienceMs : Math.min(options.patienceMs, 10_000);
    if (trace.verdict === 'ok' || spent + AGAIN_MS > patience) return proof;
    const last = trace.hops.findLast(({ verdict }) => verdict !== 'ok');
    options.progress.say(`trying ${describeEntry(entry)}: ${last?.evidence ?? trace.verdict}`);
    await pause(AGAIN_MS, options.signal);
  }
}

/** Tries the addresses of an entry point; one that answers is enough. */
async function tryEntry(entry: EntryPoint, options: ProveOptions): Promise<EntryProof> {
  const { addresses, port } = entry;
  if (addresses.length === 0 || port === undefined) {
    const evidence = addresses.length === 0 ? `no address is known (${options.nodesGap ?? entry.addressSource})` : 'no port is assigned';
    const hop: Hop = { id: 'address', what: describeEntry(entry), verdict: 'unknown', evidence };
    return { planned: entry, entry, trace: { verdict: 'unknown', hops: [{ ...hop, ...(entry.via ? { object: entry.via } : {}) }] } };
  }
  const tried = addresses.slice(0, MOST_ADDRESSES);
  const traces = await Promise.all(tried.map(async (address) => tryAddress(entry, { address, port }, options)));
  const verdict = overall(
    traces.map((trace) => trace.verdict),
    'any',
  );
  const best = traces.findIndex((trace) => trace.verdict === verdict);
  const first = addresses.slice(best, best + 1);
  return {
    planned: entry,
    entry: { ...entry, addresses: [...first, ...addresses.filter((address) => !first.includes(address))] },
    trace: traces[best] ?? { verdict, hops: [] },
  };
}

async function tryAddress(entry: EntryPoint, target: ProbeTarget, options: ProveOptions): Promise<Trace> {
  const probe: ProbeOptions = { signal: options.signal };
  const hops: Hop[] = [];
  const add = (hop: Hop): boolean => {
    hops.push(plain(hop));
    return hop.verdict === 'ok';
  };
  const { scheme, host, path } = entry;
  if (scheme === 'udp') {
    const { probeUdp } = await import('../probe/udp.js');
    add(await probeUdp(target, probe));
  } else if (scheme === 'sctp') {
    add({ id: 'sctp', what: `SCTP to ${target.address}:${target.port}`, verdict: 'unknown', evidence: 'SCTP cannot be tried from here' });
  } else {
    const { probeTcp } = await import('../probe/tcp.js');
    const secure = scheme === 'https' || scheme === 'tls' || scheme === 'grpcs';
    let open = add(await probeTcp(target, probe));
    if (open && secure) {
      const { probeTls } = await import('../probe/tls.js');
      const hop = await probeTls(
        { ...target, ...(host === undefined ? {} : { host: anyBelow(host) }), untrustedIsFine: options.selfSigned },
        probe,
      );
      add(hop);
      // A certificate that nobody here trusts does not keep the request from being tried.
      open = hop.verdict !== 'broken';
    }
    if (open && (scheme === 'http' || scheme === 'https')) {
      const { probeHttp } = await import('../probe/http.js');
      const direct = entry.strategy !== 'Ingress' && entry.strategy !== 'Gateway';
      add(await probeHttp({ ...target, scheme, path, direct, ...(host === undefined ? {} : { host: anyBelow(host) }) }, probe));
    }
  }
  return {
    verdict: overall(
      hops.map(({ verdict }) => verdict),
      'all',
    ),
    hops,
  };
}

/** A host name that can be asked for: of a wildcard, some name below it. */
const anyBelow = (host: string): string => host.replace(/^\*\./, 'expose-plus-check.');

/** Without what only the probe itself needs. */
function plain({ id, what, verdict, evidence, object, remedy }: Hop): Hop {
  return { id, what, verdict, evidence, ...(object ? { object } : {}), ...(remedy === undefined ? {} : { remedy }) };
}

/** `all`: the worst of hops that traffic passes one after the other. `any`: the best of ways side by side. */
export function overall(verdicts: readonly Verdict[], way: 'all' | 'any'): Verdict {
  const order: readonly Verdict[] = way === 'all' ? ['broken', 'unknown', 'ok'] : ['ok', 'unknown', 'broken'];
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'unknown';
}

/** Milliseconds for which a failure counts as not yet: clouds take minutes until a new load balancer answers. */
export function patienceFor(strategy: Strategy, leftMs: number): number {
  const wanted = strategy === 'LoadBalancer' ? 180_000 : 45_000;
  return Math.max(0, Math.min(wanted, leftMs));
}
