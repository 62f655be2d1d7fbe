import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf } from './errors.ts';
import { waitFor } from './wait.ts';

/** A mounted control-group hierarchy: one a controller with version 1, one in all with version 2. */
export interface Hierarchy {
  readonly target: string;
  readonly type: 'cgroup' | 'cgroup2';
  /** Mount options that name it again: its controllers, or `none,name=…`. */
  readonly options: string;
}

const top = 'expose-plus';

/** The hierarchies of this computer, from /proc/self/mountinfo. */
export function hierarchies(): readonly Hierarchy[] {
  return parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));
}

/** The control-group mounts in a mountinfo text (proc_pid_mountinfo(5)). */
export function parseMountinfo(text: string): readonly Hierarchy[] {
  const found: Hierarchy[] = [];
  for (const line of text.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const target = before.split(' ')[4];
    const [type, , superOptions = ''] = after.split(' ');
    if (target === undefined || !target.startsWith('/sys/fs/cgroup')) continue;
    if (type === 'cgroup2') found.push({ target, type, options: '' });
    if (type === 'cgroup') found.push({ target, type, options: mountOptions(superOptions) });
  }
  return found;
}

function mountOptions(superOptions: string): string {
  const known = superOptions
    .split(',')
    .filter((option) => !['rw', 'ro', 'xattr', 'clone_children'].includes(option) && !option.startsWith('release_agent='));
  const named = known.find((option) => option.startsWith('name='));
  return named === undefined ? known.join(',') : `none,${named}`;
}

/** Makes the groups of one machine in every hierarchy and returns their directories. */
export function createGroups(cluster: string, machine: string): readonly string[] {
  return hierarchies().map((hierarchy) => {
    const path = join(hierarchy.target, top, cluster, machine);
    mkdirSync(path, { recursive: true });
    for (const directory of [dirname(dirname(path)), dirname(path), path]) enable(hierarchy, directory);
    return path;
  });
}

/** A group without controllers of its own for commands run from outside, in the hierarchy that has the longest life. */
export function commandGroup(cluster: string): string {
  const first = hierarchies().find(({ options }) => options.includes('pids')) ?? hierarchies()[0];
  if (first === undefined) throw new Error('no control groups are mounted below /sys/fs/cgroup');
  const path = join(first.target, top, cluster, 'commands');
  mkdirSync(path, { recursive: true });
  return path;
}

/** A new group cannot take members before it has processors (version 1, cpuset) or its parent's controllers (version 2). */
function enable(hierarchy: Hierarchy, path: string): void {
  if (hierarchy.type === 'cgroup2') {
    const parent = dirname(path);
    for (const controller of read(join(parent, 'cgroup.controllers')).split(/\s+/)) {
      if (controller !== '') tryWrite(join(parent, 'cgroup.subtree_control'), `+${controller}`);
    }
    return;
  }
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    if (existsSync(join(path, file)) && read(join(path, file)) === '') writeFileSync(join(path, file), read(join(dirname(path), file)));
  }
}

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}

function tryWrite(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch {
    // a controller that cannot be delegated is one that the nodes do without
  }
}

/** The directories of a cluster that exist, one a hierarchy. */
export function groupsOf(cluster: string): readonly string[] {
  return hierarchies()
    .map(({ target }) => join(target, top, cluster))
    .filter((path) => existsSync(path));
}

/** Ids of all processes in a cluster's groups. */
export function membersOf(cluster: string): readonly number[] {
  const pids = groupsOf(cluster)
    .flatMap(tree)
    .flatMap((path) => read(join(path, 'cgroup.procs')).split('\n'));
  return [...new Set(pids.filter((pid) => pid !== '').map(Number))];
}

/** A directory and all below it, the deepest first. */
function tree(path: string): readonly string[] {
  const below = existsSync(path) ? readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()) : [];
  return [...below.flatMap((entry) => tree(join(path, entry.name))), path];
}

/**
 * Kills every process of a cluster and removes its groups. Repeated until nothing is left, since a process may start
 * another while it is being killed.
 *
 * @throws UserError when something stays alive for half a minute.
 */
export async function removeGroups(cluster: string): Promise<void> {
  await waitFor(
    `the processes of cluster ${cluster} to end`,
    () => {
      for (const pid of membersOf(cluster)) tryKill(pid);
      return membersOf(cluster).length === 0;
    },
    { seconds: 30, everyMs: 50 },
  );
  await waitFor(
    `the control groups of cluster ${cluster} to go`,
    () => {
      for (const path of groupsOf(cluster)) for (const directory of tree(path)) tryRemove(directory);
      return groupsOf(cluster).length === 0;
    },
    { seconds: 30, everyMs: 50 },
  );
  for (const { target } of hierarchies()) {
    const path = join(target, top);
    if (existsSync(path) && !readdirSync(path, { withFileTypes: true }).some((entry) => entry.isDirectory())) tryRemove(path);
  }
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!messageOf(error).includes('ESRCH')) throw error;
  }
}

function tryRemove(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // busy while the last process is being cleared away: tried again
  }
}
