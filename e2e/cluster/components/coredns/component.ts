import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoBuild } from '../../build.ts';
import type { Component } from '../../component.ts';
import { imageReference } from '../../images.ts';
import { ranges } from '../../layout.ts';
import { addFile, type RootFileSystem } from '../../rootfs.ts';

const build: GoBuild = { directory: 'coredns', programs: [{ output: 'coredns', package: '.' }] };

/** Names inside the cluster; every other name does not exist, since there is no network outside. */
export const coredns: Component = {
  name: 'coredns',
  summary: `cluster DNS on ${ranges.clusterDNS}`,
  builds: [build],
  images: [
    {
      name: 'coredns',
      async assemble({ program }) {
        const root: RootFileSystem = new Map();
        addFile(root, 'coredns', await program(build, 'coredns'), { capabilities: 1 << 10 });
        return { root, config: { Entrypoint: ['/coredns'] } };
      },
    },
  ],
  async deploy({ kubectl, directory }) {
    const manifest = readFileSync(join(directory, 'manifest.yaml'), 'utf8');
    const filled = manifest.replaceAll('$IMAGE', imageReference('coredns')).replaceAll('$CLUSTER_DNS', ranges.clusterDNS);
    await kubectl(['apply', '-f', '-'], filled);
    await kubectl(['rollout', 'status', 'deployment/coredns', '--namespace=kube-system', '--timeout=90s']);
  },
};
