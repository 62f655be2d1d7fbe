import { isIP, isIPv6 } from 'node:net';
import type { Hop } from '@expose-plus/core';
import { PROBE_MS } from './target.js';
import type { ProbeOptions } from './target.js';

/** Whether a host leads to an entry point. */
export interface DnsTarget {
  /** May start with `*.`: then some name below it is asked. */
  host: string;
  /** Addresses or names of the entry point. */
  addresses: string[];
}

/**
 * Looks a host up as every program on this machine does, and compares. No such name: broken, with the record to create; another
 * address: unknown, since a proxy or content network may stand in front.
 */
export async function probeDns(target: DnsTarget, options: ProbeOptions = {}): Promise<Hop> {
  const asked = target.host.replace(/^\*\./, 'expose-plus-check.');
  const what = `DNS: ${target.host} leads to ${target.addresses.join(', ')}`;
  const hop = { id: 'dns', what };
  const found = await lookUp(asked, options);
  if ('unknown' in found) return { ...hop, verdict: 'unknown', evidence: found.unknown };
  const remedy = `Create the DNS record: ${recordFor(target)}`;
  if (found.addresses.length === 0) return { ...hop, verdict: 'broken', evidence: `${asked} does not exist`, remedy };
  const wanted = await expandNames(target.addresses, options);
  const evidence = `${asked} is ${found.addresses.join(', ')}`;
  if (found.addresses.some((address) => wanted.includes(address))) return { ...hop, verdict: 'ok', evidence };
  return { ...hop, verdict: 'unknown', evidence: `${evidence}; something in front may pass it on`, remedy };
}

/** The record as a zone file writes it: A, AAAA or CNAME. */
export function recordFor({ host, addresses }: DnsTarget): string {
  const records = addresses.map((address) => {
    if (isIP(address)) return `${host}. ${isIPv6(address) ? 'AAAA' : 'A'} ${address}`;
    return `${host}. CNAME ${address.replace(/\.$/, '')}.`;
  });
  return records.join('; ');
}

type Found = { addresses: string[] } | { unknown: string };

async function lookUp(name: string, options: ProbeOptions): Promise<Found> {
  const { lookup } = await import('node:dns/promises');
  const timeoutMs = options.timeoutMs ?? PROBE_MS;
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
  try {
    const answers = await Promise.race([lookup(name, { all: true }), whenAborted(signal)]);
    return { addresses: [...new Set(answers.map(({ address }) => address))] };
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    if (deadline.aborted) return { unknown: `no answer of the DNS server within ${timeoutMs / 1000} s` };
    const { code = '', message } = error as NodeJS.ErrnoException;
    return code === 'ENOTFOUND' || code === 'ENODATA'
      ? { addresses: [] }
      : { unknown: `the name could not be looked up: ${code || message}` };
  }
}

async function expandNames(addresses: string[], options: ProbeOptions): Promise<string[]> {
  const lists = await Promise.all(
    addresses.map(async (address) => {
      if (isIP(address)) return [address];
      const found = await lookUp(address, options);
      return 'unknown' in found ? [] : found.addresses;
    }),
  );
  return lists.flat();
}

/** The resolver of the system cannot be interrupted: it is left alone. */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
