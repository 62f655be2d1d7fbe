import type { LoadBalancerRow } from './row.js';

/** Docker Desktop. */
export const DOCKER_DESKTOP: LoadBalancerRow = {
  id: 'docker-desktop',
  title: 'Docker Desktop',
  platform: 'docker-desktop',
  runs: 'outside',
  address: 'ip-or-hostname',
  sourceRanges: 'no',
  note: 'a part of Docker Desktop, which publishes the port on localhost of the machine',
  source: 'docker/docs#5690',
  verified: '2026-11-22',
};
