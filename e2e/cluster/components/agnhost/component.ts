import type { GoBuild } from '../../build.ts';
import type { Component } from '../../component.ts';
import { addDirectory, addFile, type RootFileSystem } from '../../rootfs.ts';

const agnhostBuild: GoBuild = {
  directory: 'kubernetes', // it comes with Kubernetes' sources and its pins
  programs: [{ output: 'agnhost', package: 'k8s.io/kubernetes/test/images/agnhost' }],
};

/** Kubernetes' own test server: HTTP, UDP, TCP, gRPC health and more, by its first argument. */
export const agnhost: Component = {
  name: 'agnhost',
  summary: 'image of the test server agnhost (netexec: HTTP, UDP; grpc-health-checking …)',
  builds: [agnhostBuild],
  images: [
    {
      name: 'agnhost',
      async assemble({ program }) {
        const root: RootFileSystem = new Map();
        addFile(root, 'agnhost', await program(agnhostBuild, 'agnhost'));
        addDirectory(root, 'tmp', { mode: 0o1777 });
        return { root, config: { Entrypoint: ['/agnhost'], Cmd: ['pause'] } };
      },
    },
  ],
};
