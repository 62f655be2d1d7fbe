import type { TestProject } from 'vitest/node';
import { checkKubectl, down, externalCluster, up } from '../cluster/cluster.ts';
import { kubernetesVersions } from '../cluster/components/kubernetes/component.ts';

declare module 'vitest' {
  // eslint-disable-next-line typescript/consistent-type-definitions -- vitest asks for an interface to merge with
  interface ProvidedContext {
    cluster: string;
  }
}

/** Name of the tests' cluster: one of a person's own stays untouched. */
const NAME = 'e2e';

/** Brings up the cluster of the tests with all that they need, and takes it down afterwards. One that a person lends is left as it is. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const lent = externalCluster();
  if (lent !== undefined) {
    await checkKubectl(lent, ['get', '--raw=/readyz']);
    project.provide('cluster', lent.name);
    return () => Promise.resolve();
  }
  const progress = (line: string): void => console.error(`  ${line}`);
  const kubernetes = kubernetesVersions.find((version) => version === process.env['EXPOSE_PLUS_E2E_KUBERNETES']) ?? kubernetesVersions[0];
  const extra = process.env['EXPOSE_PLUS_E2E_WITH'];
  const components = extra === undefined ? ['ingress-nginx', 'traefik', 'echo'] : [extra];
  await up({ name: NAME, kubernetes, with: ['coredns', 'metallb', 'redis', ...components], progress });
  project.provide('cluster', NAME);
  return async () => {
    if (process.env['EXPOSE_PLUS_E2E_KEEP'] !== undefined) return;
    await down(NAME);
  };
}
