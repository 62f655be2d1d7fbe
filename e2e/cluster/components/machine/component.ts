import type { GoBuild } from '../../build.ts';
import type { Component } from '../../component.ts';
import { addFile, type RootFileSystem } from '../../rootfs.ts';

export const machineBuild: GoBuild = { directory: 'machine', programs: [{ output: 'machine', package: '.' }] };

/** The tool that holds a simulated machine, and the image of what holds a pod's namespaces. */
export const machine: Component = {
  name: 'machine',
  summary: 'the machines themselves, and the pause image',
  builds: [machineBuild],
  images: [
    {
      name: 'pause',
      async assemble({ program }) {
        const root: RootFileSystem = new Map();
        addFile(root, 'machine', await program(machineBuild, 'machine'));
        return { root, config: { Entrypoint: ['/machine', 'pause'] } };
      },
    },
  ],
};
