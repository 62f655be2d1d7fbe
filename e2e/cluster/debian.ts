import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cacheDirectory, findCommand } from './directories.ts';
import { UserError } from './errors.ts';
import { withLock } from './lock.ts';
import { addFile, addLink, type RootFileSystem } from './rootfs.ts';
import { check, cleanEnvironment, run } from './run.ts';

/** Directory of shared libraries, by Debian's name of the processor. */
export const libraryDirectory = process.arch === 'arm64' ? 'lib/aarch64-linux-gnu' : 'lib/x86_64-linux-gnu';

/** Packages that the computer itself needs, with a command or file that shows that each is there. */
const neededPackages: Readonly<Record<string, string>> = {
  containerd: '/usr/bin/containerd',
  runc: '/usr/sbin/runc',
  'containernetworking-plugins': '/usr/lib/cni/ptp',
  iptables: '/usr/sbin/iptables',
  nftables: '/usr/sbin/nft',
  conntrack: '/usr/sbin/conntrack',
  iproute2: '/usr/sbin/ip',
  'util-linux': '/usr/bin/nsenter',
  curl: '/usr/bin/curl',
  openssl: '/usr/bin/openssl',
  'ca-certificates': '/etc/ssl/certs/ca-certificates.crt',
};

/** Those of the needed packages that are not installed. */
export function missingPackages(): readonly string[] {
  return Object.entries(neededPackages)
    .filter(([, file]) => !existsSync(file))
    .map(([name]) => name);
}

/** Installs what is missing; without anything missing it changes nothing. */
export async function installPackages(progress: (line: string) => void): Promise<void> {
  const missing = missingPackages();
  if (missing.length === 0) return;
  progress(`installing ${missing.join(' ')}`);
  const env = { ...cleanEnvironment(), DEBIAN_FRONTEND: 'noninteractive' };
  await check(['apt-get', 'update', '-qq'], { env, seconds: 600 });
  await check(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...missing], { env, seconds: 900 });
}

/**
 * Fetches Debian packages and unpacks them, without installing them, into one directory of the cache.
 *
 * @param name - names the directory, with the list of packages
 */
export async function unpackPackages(name: string, packages: readonly string[]): Promise<string> {
  if (findCommand('apt-get') === undefined || findCommand('dpkg-deb') === undefined) {
    throw new UserError(`${name} is made from Debian packages, and apt-get or dpkg-deb is missing here`);
  }
  const target = join(
    cacheDirectory(),
    'packages',
    `${name}-${createHash('sha256').update(packages.join(' ')).digest('hex').slice(0, 16)}`,
  );
  if (existsSync(target)) return target;
  return withLock(`${target}.lock`, 900, async () => {
    if (existsSync(target)) return target;
    mkdirSync(join(cacheDirectory(), 'packages'), { recursive: true });
    const draft = mkdtempSync(`${target}.`);
    try {
      const archives = join(draft, 'archives');
      mkdirSync(archives);
      await download(packages, archives);
      const root = join(draft, 'root');
      for (const file of readdirSync(archives)) await check(['dpkg-deb', '-x', join(archives, file), root]);
      renameSync(root, target);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
    return target;
  });
}

async function download(packages: readonly string[], directory: string): Promise<void> {
  // the sandbox user of apt may not write into a private directory
  const command = ['apt-get', '-o', 'APT::Sandbox::User=root', '-qq', 'download', ...packages];
  if ((await run(command, { cwd: directory, seconds: 600 })).code === 0) return;
  await check(['apt-get', 'update', '-qq'], { seconds: 600 }); // lists that are absent or older than the mirror
  await check(command, { cwd: directory, seconds: 600 });
}

/**
 * Adds the shared libraries that programs need: from the unpacked packages, else this computer's own.
 *
 * @throws UserError when a library is in neither, naming it.
 */
export async function addLibraries(root: RootFileSystem, unpacked: string, programs: readonly string[]): Promise<void> {
  const searched = ['usr/lib', 'lib'].flatMap((directory) => [
    join(unpacked, directory, basename(libraryDirectory)),
    join(unpacked, directory),
  ]);
  for (const program of programs) {
    const { stdout } = await run(['ldd', program], { env: { ...cleanEnvironment(), LD_LIBRARY_PATH: searched.join(':') } });
    for (const line of stdout.split('\n')) {
      const missing = /^\s*(\S+) => not found/.exec(line)?.[1];
      if (missing !== undefined) throw new UserError(`${program} needs ${missing}, which none of the packages of the image holds`);
      const found = /(?:=> |^\s*)(\/\S+) \(0x/.exec(line)?.[1];
      if (found === undefined) continue;
      const loader = basename(found).startsWith('ld-linux');
      addFile(root, loader ? `lib64/${basename(found)}` : `${libraryDirectory}/${basename(found)}`, found);
    }
  }
}

/** Adds busybox from its package, with a link for each of its commands that the image does not have otherwise. */
export async function addBusybox(root: RootFileSystem, unpacked: string): Promise<void> {
  const program = join(unpacked, 'bin/busybox');
  addFile(root, 'bin/busybox', program);
  for (const command of (await check([program, '--list'])).trim().split('\n')) {
    if (!root.has(`bin/${command}`)) addLink(root, `bin/${command}`, 'busybox');
  }
}

/** All regular files of a directory whose names fit. */
export function filesBelow(directory: string, fits: (name: string) => boolean): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    const status = lstatSync(path);
    if (status.isDirectory()) return filesBelow(path, fits);
    return status.isFile() && fits(name) ? [path] : [];
  });
}
