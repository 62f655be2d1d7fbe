import type { LoadBalancerRow } from './row.js';

/** Tailscale operator. */
export const TAILSCALE: LoadBalancerRow = {
  id: 'tailscale',
  title: 'Tailscale operator',
  classes: ['tailscale'],
  optIn: true,
  runs: 'inside',
  address: 'hostname',
  sourceRanges: 'depends',
  note: 'reachable within the tailnet only',
  source: 'tailscale/tailscale, cmd/k8s-operator',
  verified: '2026-11-22',
};
