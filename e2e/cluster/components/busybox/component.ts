import type { Component } from '../../component.ts';
import { addBusybox, addLibraries, unpackPackages } from '../../debian.ts';
import { addDirectory, addFile, addText, type RootFileSystem } from '../../rootfs.ts';

/** A shell with the usual commands, and curl. */
export const busybox: Component = {
  name: 'busybox',
  summary: 'image with a shell, busybox and curl',
  builds: [],
  images: [
    {
      name: 'busybox',
      async assemble() {
        const root: RootFileSystem = new Map();
        await addBusybox(root, await unpackPackages('busybox', ['busybox-static']));
        addFile(root, 'usr/bin/curl', '/usr/bin/curl');
        await addLibraries(root, '/', ['/usr/bin/curl']);
        addText(root, 'etc/passwd', 'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n');
        addText(root, 'etc/nsswitch.conf', 'hosts: files dns\n');
        addDirectory(root, 'tmp', { mode: 0o1777 });
        return { root, config: { Cmd: ['/bin/sh'], Env: ['PATH=/usr/bin:/bin'] } };
      },
    },
  ],
};
