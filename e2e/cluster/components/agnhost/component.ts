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
    {
      // A web page on port 80 without any argument, as the usual images of web servers are.
      name: 'web',
      async assemble({ program }) {
        const root: RootFileSystem = new Map();
        addFile(root, 'agnhost', await program(agnhostBuild, 'agnhost'));
        addDirectory(root, 'tmp', { mode: 0o1777 });
        return { root, config: { Entrypoint: ['/agnhost', 'netexec', '--http-port=80', '--udp-port=-1', '--delay-shutdown=2'], Cmd: [] } };
      },
    },
  ],
};
