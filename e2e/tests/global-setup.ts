import type { TestProject } from 'vitest/node';
import { checkKubectl, down, externalCluster, up } from '../cluster/cluster.ts';
import { kubernetesVersions } from '../cluster/components/kubernetes/component.ts';

declare module 'vitest' {
  // eslint-disable-next-line typescript/consistent-type-definitions -- vitest asks for an interface to merge with
  interface ProvidedContext {
    /** Names of clusters, one for each worker. */
    clusters: readonly string[];
  }
}

/** Brings up the clusters of the tests with all that they need, and takes them down afterwards. One that a person lends is left as it is. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const lent = externalCluster();
  if (lent !== undefined) {
    await checkKubectl(lent, ['get', '--raw=/readyz']);
    project.provide('clusters', [lent.name]);
    return () => Promise.resolve();
  }
  const kubernetes = kubernetesVersions.find((version) => version === process.env['EXPOSE_PLUS_E2E_KUBERNETES']) ?? kubernetesVersions[0];
  const extra = process.env['EXPOSE_PLUS_E2E_WITH'];
  const components = ['coredns', 'metallb', 'redis', ...(extra === undefined ? ['ingress-nginx', 'traefik', 'echo'] : [extra])];
  // Clusters of a person's own have other names and stay untouched.
  const names = Array.from({ length: project.config.maxWorkers }, (_, index) => `e2e-${index + 1}`);
  // One after another, so that what is not built yet is built once.
  for (const name of names) await up({ name, kubernetes, with: components, progress: (line) => console.error(`  ${name}: ${line}`) });
  project.provide('clusters', names);
  return async () => {
    if (process.env['EXPOSE_PLUS_E2E_KEEP'] !== undefined) return;
    for (const name of names) await down(name);
  };
}
