import { join } from 'node:path';
import type { Component } from '../../component.ts';
import { addBusybox, addLibraries, unpackPackages } from '../../debian.ts';
import { addDirectory, addFile, addText, type RootFileSystem } from '../../rootfs.ts';

/** A database that speaks plain TCP: Debian's redis-server, with redis-cli. */
export const redis: Component = {
  name: 'redis',
  summary: 'image of redis-server and redis-cli',
  builds: [],
  images: [
    {
      name: 'redis',
      async assemble() {
        const debian = await unpackPackages('redis', [
          'redis-server',
          'redis-tools',
          'libjemalloc2',
          'liblzf1',
          'libatomic1',
          'busybox-static',
        ]);
        const root: RootFileSystem = new Map();
        const programs = ['redis-server', 'redis-cli'].map((name) => join(debian, 'usr/bin', name));
        addFile(root, 'usr/bin/redis-server', programs[0] ?? '');
        addFile(root, 'usr/bin/redis-cli', programs[1] ?? '');
        await addBusybox(root, debian);
        await addLibraries(root, debian, programs);
        addText(root, 'etc/passwd', 'root:x:0:0:root:/:/bin/sh\nredis:x:999:999::/data:/bin/false\n');
        addDirectory(root, 'data', { uid: 999, gid: 999 });
        addDirectory(root, 'tmp', { mode: 0o1777 });
        return {
          root,
          config: {
            Cmd: ['redis-server', '--protected-mode', 'no', '--save', ''],
            User: '999',
            WorkingDir: '/data',
            Env: ['PATH=/usr/bin:/bin'],
          },
        };
      },
    },
  ],
};
