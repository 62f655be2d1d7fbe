import type { TestProject } from 'vitest/node';
import { down, up } from '../cluster/cluster.ts';

declare module 'vitest' {
  // eslint-disable-next-line typescript/consistent-type-definitions -- vitest asks for an interface to merge with
  interface ProvidedContext {
    cluster: string;
  }
}

/** Name of the tests' cluster: one of a person's own stays untouched. */
const NAME = 'e2e';

/** Brings up the cluster of the tests with all that they need, and takes it down afterwards. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const progress = (line: string): void => console.error(`  ${line}`);
  await up({ name: NAME, with: ['coredns', 'metallb', 'ingress-nginx', 'redis', 'traefik'], progress });
  project.provide('cluster', NAME);
  return async () => {
    if (process.env['EXPOSE_PLUS_E2E_KEEP'] !== undefined) return;
    await down(NAME);
  };
}
