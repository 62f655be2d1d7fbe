import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { groupsOf, membersOf, removeGroups } from './cgroups.ts';
import { cacheDirectory, clusterDirectory } from './directories.ts';
import { withLock } from './lock.ts';
import { machinesBelow } from './machines.ts';
import { waitFor } from './wait.ts';

/** Seconds to wait for another `up` or `down` of the same cluster. */
export const clusterLockSeconds = 300;

/** The file that one `up` or `down` of a cluster holds at a time. */
export function clusterLock(name: string): string {
  return `${clusterDirectory(name)}.lock`;
}

/**
 * Removes a cluster and everything of it. All of it is found by the cluster's name, none by a list that `up` would have
 * to keep, so it does not matter where an earlier `up` was interrupted, nor whether there was one.
 */
export async function down(name: string): Promise<void> {
  await withLock(clusterLock(name), clusterLockSeconds, () => removeCluster(name));
  removeIfEmpty(join(cacheDirectory(), 'clusters'));
}

/** `down` for a caller that holds the lock. */
export async function removeCluster(name: string): Promise<void> {
  const directory = clusterDirectory(name);
  // the first processes of the machines: with them die all others, and then the mounts and network devices
  await waitFor(
    `the machines of cluster ${name} to end`,
    () => {
      for (const pid of machinesBelow(directory)) kill(pid);
      return machinesBelow(directory).length === 0;
    },
    { seconds: 30, everyMs: 50 },
  );
  if (process.getuid?.() === 0) await removeGroups(name);
  await waitFor(
    `${directory} to be removed`,
    () => {
      rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
      return !existsSync(directory);
    },
    { seconds: 30 },
  );
}

/** What is left of a cluster, in words; empty when nothing is. The harness's tests hold `down` to it. */
export function leftovers(name: string): readonly string[] {
  const directory = clusterDirectory(name);
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  return [
    ...machinesBelow(directory).map((pid) => `process ${pid} is a machine of the cluster`),
    ...membersOf(name).map((pid) => `process ${pid} is in the cluster's control group`),
    ...groupsOf(name).map((path) => `control group ${path}`),
    ...mounts.filter((line) => line.includes(`${directory}/`)).map((line) => `mount ${line}`),
    ...mentioning(`${directory}/`).map((pid) => `process ${pid} names the cluster's directory`),
    ...[directory, clusterLock(name)].filter((path) => existsSync(path)).map((path) => `file ${path}`),
  ];
}

/** Names of all clusters of which there is anything. */
export function clusterNames(): readonly string[] {
  const directory = join(cacheDirectory(), 'clusters');
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** Processes whose arguments contain a text, but those that this process descends from: they may name it to start us. */
function mentioning(text: string): readonly number[] {
  const ancestors = ancestorsOf(process.pid);
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && !ancestors.includes(Number(entry)))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
      } catch {
        return false;
      }
    })
    .map(Number);
}

function ancestorsOf(pid: number): readonly number[] {
  if (pid <= 1) return [];
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return [pid, ...ancestorsOf(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))];
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone by itself meanwhile
  }
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // there are other clusters, or binaries
  }
}
