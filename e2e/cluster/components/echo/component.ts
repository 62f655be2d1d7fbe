import type { GoBuild } from '../../build.ts';
import type { Component } from '../../component.ts';
import { addFile, type RootFileSystem } from '../../rootfs.ts';

const build: GoBuild = { directory: 'echo', programs: [{ output: 'echo', package: '.' }] };

/** A server that answers with what arrived: the request as the workload sees it behind a controller. */
export const echo: Component = {
  name: 'echo',
  summary: 'image of a server that answers with the request that arrived, as JSON, on port 8080',
  builds: [build],
  images: [
    {
      name: 'echo',
      async assemble({ program }) {
        const root: RootFileSystem = new Map();
        addFile(root, 'echo', await program(build, 'echo'));
        return { root, config: { Entrypoint: ['/echo'] } };
      },
    },
  ],
};
