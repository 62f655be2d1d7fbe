import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoBuild } from '../../build.ts';
import type { ImageContext } from '../../component.ts';
import { addBusybox, addLibraries, filesBelow, libraryDirectory, unpackPackages } from '../../debian.ts';
import type { ImageConfig } from '../../image.ts';
import { addDirectory, addFile, addLink, addText, addTree, changeOwner, removeTree, type RootFileSystem } from '../../rootfs.ts';
import { adaptTemplate } from './template.ts';

const module = 'k8s.io/ingress-nginx';
const variables = { [`${module}/version.RELEASE`]: 'v1.11-dev', [`${module}/version.REPO`]: module };

/** The controller as Go module of July 2024, the newest that can be had as one; of the time of release 1.11. */
export const ingressNginxBuild: GoBuild = {
  directory: 'ingress-nginx',
  programs: [
    { output: 'nginx-ingress-controller', package: `${module}/cmd/nginx`, variables },
    { output: 'dbg', package: `${module}/cmd/dbg`, variables },
    { output: 'wait-shutdown', package: `${module}/cmd/waitshutdown`, variables },
  ],
};

// prettier-ignore
const packages = [
  'nginx', 'nginx-common', 'libnginx-mod-http-lua', 'libnginx-mod-http-ndk', 'libnginx-mod-stream', 'libnginx-mod-http-set-misc',
  'libnginx-mod-http-headers-more-filter', 'lua-resty-core', 'lua-resty-lrucache', 'lua-cjson', 'lua-nginx-cookie', 'lua-nginx-dns',
  'libluajit2-5.1-2', 'libluajit2-5.1-common', 'libpcre3', 'dumb-init', 'bash', 'libtinfo6', 'procps', 'libproc2-0', 'busybox-static',
];

const modules = ['ndk_http', 'ngx_http_lua', 'ngx_http_headers_more_filter', 'ngx_http_set_misc', 'ngx_stream'];
const netBindService = 1 << 10; // capabilities(7): ports below 1024 for a user other than root
const user = 101; // www-data in the upstream image

/** The upstream image's layout (rootfs/Dockerfile of the module) on Debian's nginx and Lua instead of Alpine's. */
export async function ingressNginxImage(context: ImageContext): Promise<{ root: RootFileSystem; config: ImageConfig }> {
  const debian = await unpackPackages('ingress-nginx', packages);
  const source = join(await context.module(ingressNginxBuild, module), 'rootfs/etc/nginx');
  const root: RootFileSystem = new Map();
  const nginx = join(debian, 'usr/sbin/nginx');
  const capabilities = netBindService;

  addFile(root, 'nginx-ingress-controller', await context.program(ingressNginxBuild, 'nginx-ingress-controller'), { capabilities });
  addFile(root, 'dbg', await context.program(ingressNginxBuild, 'dbg'));
  addFile(root, 'wait-shutdown', await context.program(ingressNginxBuild, 'wait-shutdown'));
  addFile(root, 'usr/local/nginx/sbin/nginx', nginx, { capabilities });
  addLink(root, 'usr/bin/nginx', '/usr/local/nginx/sbin/nginx');
  addFile(root, 'usr/bin/dumb-init', join(debian, 'usr/bin/dumb-init'), { capabilities });
  for (const name of modules)
    addFile(root, `usr/lib/nginx/modules/${name}_module.so`, join(debian, `usr/lib/nginx/modules/${name}_module.so`));

  const luaLibraries = `usr/${libraryDirectory}/lua/5.1`;
  addTree(root, 'usr/share/lua/5.1', join(debian, 'usr/share/lua/5.1'));
  for (const file of filesBelow(join(debian, luaLibraries), () => true)) addFile(root, file.slice(debian.length), file);
  addFile(root, `${luaLibraries}/cjson.so`, join(debian, luaLibraries, 'cjson.so'));
  addTree(root, 'usr/local/share/lua/5.1', join(context.directory, 'lua'));

  // wait-shutdown and the controller's metrics call bash, pkill and pgrep
  for (const name of ['bin/bash', 'usr/bin/pgrep', 'usr/bin/pkill']) addFile(root, name, join(debian, name));
  await addBusybox(root, debian);
  const programs = [
    nginx,
    join(debian, luaLibraries, 'cjson.so'),
    ...['usr/bin/dumb-init', 'bin/bash', 'usr/bin/pgrep'].map((name) => join(debian, name)),
  ];
  await addLibraries(root, debian, [...programs, ...modules.map((name) => join(debian, `usr/lib/nginx/modules/${name}_module.so`))]);
  for (const name of ['libnss_files.so.2', 'libnss_dns.so.2']) addFile(root, `${libraryDirectory}/${name}`, `/${libraryDirectory}/${name}`);
  // upstream's manifests preload an allocator; any library keeps the loader from complaining
  addLink(root, 'usr/local/lib/libmimalloc.so', `/${libraryDirectory}/libdl.so.2`);
  addFile(root, `${libraryDirectory}/libdl.so.2`, `/${libraryDirectory}/libdl.so.2`);

  for (const name of ['mime.types', 'fastcgi_params', 'uwsgi_params', 'scgi_params'])
    addFile(root, `etc/nginx/${name}`, join(debian, 'etc/nginx', name));
  addTree(root, 'etc/nginx', source);
  removeTree(root, 'etc/nginx/lua/test');
  addText(root, 'etc/nginx/template/nginx.tmpl', adaptTemplate(readFileSync(join(source, 'template/nginx.tmpl'), 'utf8')));
  addFile(root, 'etc/ssl/certs/ca-certificates.crt', '/etc/ssl/certs/ca-certificates.crt');
  addText(
    root,
    'etc/passwd',
    `root:x:0:0:root:/:/bin/sh\nwww-data:x:${user}:${user}::/var/www:/bin/false\nnobody:x:65534:65534::/:/bin/false\n`,
  );
  addText(root, 'etc/group', `root:x:0:\nwww-data:x:${user}:\nnogroup:x:65534:\n`);
  addText(root, 'etc/nsswitch.conf', 'hosts: files dns\n');

  for (const name of ['ssl', 'auth', 'geoip', 'telemetry']) addDirectory(root, `etc/ingress-controller/${name}`);
  addDirectory(root, 'var/lib/nginx');
  addLink(root, 'var/log/nginx/access.log', '/dev/stdout');
  addLink(root, 'var/log/nginx/error.log', '/dev/stderr');
  for (const name of ['tmp', 'run', 'var/lock']) addDirectory(root, name, { mode: 0o1777 });
  addDirectory(root, 'tmp/nginx');
  for (const name of ['etc', 'var/log', 'var/lib/nginx', 'tmp/nginx']) changeOwner(root, name, user, user);
  return {
    root,
    config: {
      Entrypoint: ['/usr/bin/dumb-init', '--'],
      Cmd: ['/nginx-ingress-controller'],
      User: 'www-data',
      WorkingDir: '/etc/nginx',
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    },
  };
}
