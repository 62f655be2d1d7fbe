import { isIPv6 } from 'node:net';

/** How long and until when a probe tries. */
export interface ProbeOptions {
  /** Milliseconds for this probe. Default: 5000. */
  timeoutMs?: number | undefined;
  /** Ends the probe; its reason is thrown. */
  signal?: AbortSignal | undefined;
}

/** Where a probe goes. */
export interface ProbeTarget {
  /** IP address or name. */
  address: string;
  port: number;
}

/** Milliseconds for one probe. */
export const PROBE_MS = 5000;

/** `192.0.2.1:80` or `[2001:db8::1]:80`. */
export function hostPort({ address, port }: ProbeTarget): string {
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}
