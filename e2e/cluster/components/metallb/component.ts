import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoBuild } from '../../build.ts';
import type { Component, ImageRecipe } from '../../component.ts';
import { imageReference } from '../../images.ts';
import { ranges } from '../../layout.ts';
import { addDirectory, addFile, type RootFileSystem } from '../../rootfs.ts';
import { waitFor } from '../../wait.ts';

const module = 'go.universe.tf/metallb';
const build: GoBuild = {
  directory: 'metallb',
  programs: [
    { output: 'metallb-controller', package: `${module}/controller` },
    { output: 'metallb-speaker', package: `${module}/speaker` },
  ],
};

const image = (output: string): ImageRecipe => ({
  name: output,
  async assemble({ program }) {
    const root: RootFileSystem = new Map();
    addFile(root, output, await program(build, output));
    addDirectory(root, 'tmp', { mode: 0o1777 });
    return { root, config: { Entrypoint: [`/${output}`] } };
  },
});

/** Addresses for Services of type LoadBalancer, announced in the nodes' subnet. */
export const metallb: Component = {
  name: 'metallb',
  summary: `MetalLB, layer 2, addresses ${ranges.loadBalancers.ipv4} and ${ranges.loadBalancers.ipv6}`,
  builds: [build],
  images: [image('metallb-controller'), image('metallb-speaker')],
  async deploy({ kubectl, module: moduleDirectory }) {
    const upstream = readFileSync(join(await moduleDirectory(build, module), 'config/manifests/metallb-native.yaml'), 'utf8');
    await kubectl(['apply', '-f', '-'], withQuickProbes(withOwnImages(upstream)));
    await kubectl(['rollout', 'status', 'deployment/controller', '--namespace=metallb-system', '--timeout=90s']);
    await kubectl(['rollout', 'status', 'daemonset/speaker', '--namespace=metallb-system', '--timeout=90s']);
    // its admission webhook answers some seconds after its pod is ready
    await waitFor('MetalLB to take its address pool', async () => (await kubectl(['apply', '-f', '-'], pool)) !== '', { seconds: 60 });
  },
};

/** The manifest that comes with the module names images by a registry: put ours there, each just once. */
export function withOwnImages(manifest: string): string {
  return ['controller', 'speaker'].reduce((text, name) => {
    const parts = text.split(new RegExp(`image: quay\\.io/metallb/${name}:\\S+`));
    if (parts.length !== 2) throw new Error(`MetalLB's manifest names the image of its ${name} ${parts.length - 1} times, not once`);
    return parts.join(`image: ${imageReference(`metallb-${name}`)}`);
  }, manifest);
}

/**
 * Upstream waits ten seconds before it first asks whether a pod is ready: every run of the tests would. Whether it is alive is asked
 * with patience, since a probe of one second ends it again and again on a busy computer.
 */
export function withQuickProbes(manifest: string): string {
  return manifest
    .replaceAll(/readinessProbe:\n(?: {10,}\S.*\n)+/g, (probe) => probe.replaceAll(/(initialDelaySeconds|periodSeconds): 10/g, '$1: 1'))
    .replaceAll(/livenessProbe:\n(?: {10,}\S.*\n)+/g, (probe) => probe.replace('timeoutSeconds: 1', 'timeoutSeconds: 10'));
}

const pool = `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata:
  name: pool
  namespace: metallb-system
spec:
  addresses: [${ranges.loadBalancers.ipv4}, "${ranges.loadBalancers.ipv6}"]
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata:
  name: pool
  namespace: metallb-system
spec:
  ipAddressPools: [pool]
`;
