import { expect } from 'vitest';
import { tool } from '../../internal/tools/src/tool.js';
import { execIn } from '../cluster/cluster.ts';
import { checkKubectl, cluster, fieldOf, imageReference, waitFor } from './support.ts';

/** The helms that every chart is installed with. */
export const HELMS = ['helm4', 'helm3'] as const;
/** The helm of this major version. */
export type Helm = (typeof HELMS)[number];

/** Runs helm as an administrator; it must succeed. */
export async function helm(which: Helm, namespace: string, argv: readonly string[]): Promise<string> {
  const found = await tool(which);
  if ('missing' in found) throw new Error(found.missing);
  const { code, stdout, stderr } = await execIn(cluster(), 'cp', [found.path, ...argv, '--namespace', namespace], { seconds: 200 });
  if (code !== 0) throw new Error(`helm ${argv.join(' ')}: exit code ${code}\n${stdout}${stderr}`);
  return stdout;
}

/** A tag is a text, whatever it looks like. */
export const set = (values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values).flatMap(([key, value]) => [key.endsWith('.tag') ? '--set-string' : '--set', `${key}=${value}`]);

/** An image with a shell and curl, for `helm test`. */
export const testImage = set({ 'tests.image.repository': imageReference('busybox').replace(/:1$/, ''), 'tests.image.tag': '1' });

/** Runs `helm test`, which must find the way in. */
export async function tested(which: Helm, namespace: string, release: string): Promise<void> {
  // Helm 3 looks for the logs when the pod is gone already.
  const logs = which === 'helm4' ? ['--logs'] : [];
  const text = await helm(which, namespace, ['test', release, ...logs, '--timeout', '150s']);
  expect(text).toMatch(which === 'helm4' ? /Phase:\s+Succeeded[^]*answered at / : /TEST SUITE:\s+\S+-test\n[^]*Phase:\s+Succeeded/);
}

/** Cluster-scoped objects of a release. */
export async function clusterScoped(release: string): Promise<string[]> {
  const kinds = 'ingressclasses,clusterroles,clusterrolebindings,validatingwebhookconfigurations';
  const text = await checkKubectl(cluster(), ['get', kinds, '-l', `app.kubernetes.io/instance=${release}`, '-o', 'name']);
  return text.split('\n').filter((line) => line !== '');
}

/** Everything in a namespace that is not Kubernetes' own. */
export async function leftIn(namespace: string): Promise<string[]> {
  const kinds =
    'deployments,daemonsets,statefulsets,services,ingresses,httproutes,gateways,configmaps,secrets,serviceaccounts,roles,rolebindings,leases';
  const text = await checkKubectl(cluster(), ['get', kinds, '-n', namespace, '-o', 'name']);
  return text.split('\n').filter((line) => line !== '' && !/kube-root-ca\.crt|serviceaccount\/default$/.test(line));
}

/** Runs work on a release; whatever becomes of it, no release stays. */
export async function released(which: Helm, namespace: string, release: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await helm(which, namespace, ['uninstall', release, '--ignore-not-found']).catch(() => '');
    throw error;
  }
  await uninstalled(which, namespace, release);
}

async function uninstalled(which: Helm, namespace: string, release: string): Promise<void> {
  await helm(which, namespace, ['uninstall', release, '--wait', '--timeout', '90s']);
  // A Lease is made by the controller itself.
  const kept = (await leftIn(namespace)).filter((name) => !name.startsWith('lease'));
  expect(kept).toEqual([]);
  expect(await clusterScoped(release)).toEqual([]);
}

/** Address of a Service of type LoadBalancer. */
export const balancer = (namespace: string, service: string): Promise<string> =>
  waitFor(
    `an address of ${service}`,
    async () => (await fieldOf(namespace, `service/${service}`, '{.status.loadBalancer.ingress[0].ip}')) || undefined,
  );
