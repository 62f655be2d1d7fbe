import type { LoadBalancerRow } from './row.js';

/** minikube tunnel. */
export const MINIKUBE_TUNNEL: LoadBalancerRow = {
  id: 'minikube-tunnel',
  title: 'minikube tunnel',
  nodeLabels: ['minikube.k8s.io/name'],
  runs: 'outside',
  address: 'ip',
  sourceRanges: 'depends',
  note: 'a process beside the cluster; while it does not run, Services of type LoadBalancer stay pending',
  source: 'https://minikube.sigs.k8s.io/docs/handbook/accessing/',
  verified: '2026-11-22',
};
