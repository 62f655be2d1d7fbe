import { join } from 'node:path';
import { commandGroup } from './cgroups.ts';
import { buildPrograms } from './build.ts';
import type { Cluster } from './cluster-state.ts';
import { machineBuild } from './components/machine/component.ts';
import { findCommand } from './directories.ts';
import { UserError } from './errors.ts';
import type { MachineName } from './layout.ts';
import { inNetwork, inside } from './machines.ts';
import { machineProcess } from './nodes-cluster.ts';
import { check, cleanEnvironment, run, type Result, type RunOptions } from './run.ts';

/**
 * The command line that runs something in the network of one machine of a cluster, with this computer's files. The
 * process belongs to the cluster: `down` ends it, even when the one who started it is gone.
 */
export async function commandIn(cluster: Cluster, machine: MachineName, argv: readonly string[]): Promise<readonly string[]> {
  if (cluster.kind !== 'nodes') {
    // of a cluster that a person lends, this computer is both the administrator's and a client outside
    if (machine === 'cp' || (machine === 'out' && cluster.kind === 'external')) return argv;
    throw new UserError(`cluster ${cluster.name} is ${cluster.kind}: it has no machine ${machine}, commands run as cp only`);
  }
  const pid = machineProcess(cluster, machine);
  const tool = join(await buildPrograms(machineBuild), 'machine');
  return [tool, 'join', commandGroup(cluster.name), '--', ...inNetwork(pid, argv)];
}

/** The environment of such a command: the cluster's kubectl first in PATH, and KUBECONFIG its administrator's. */
export function environmentOf(cluster: Cluster, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const path = [cluster.programs, process.env['PATH'] ?? ''].filter((part) => part !== '').join(':');
  // clusters have the same addresses, by which kubectl keeps what a server serves
  const cache = cluster.directory === '' ? {} : { KUBECACHEDIR: join(cluster.directory, 'kube-cache') };
  return { ...cleanEnvironment(), PATH: path, KUBECONFIG: cluster.kubeconfig, ...cache, ...extra };
}

/**
 * Runs a command as one of the cluster's machines: `out` and `out2` are clients outside, `cp` is an administrator's
 * computer, `node1` and `node2` are the nodes.
 *
 * @throws UserError when it cannot be run or does not end in time; its code is part of the result.
 */
export async function execIn(cluster: Cluster, machine: MachineName, argv: readonly string[], options: RunOptions = {}): Promise<Result> {
  return run(await commandIn(cluster, machine, argv), { ...options, env: environmentOf(cluster, options.env) });
}

/** Runs kubectl as the cluster's administrator. */
export async function kubectl(cluster: Cluster, argv: readonly string[], stdin?: string, options: RunOptions = {}): Promise<Result> {
  return execIn(cluster, 'cp', [kubectlProgram(cluster), ...argv], { ...options, stdin });
}

/** Runs kubectl, which must succeed, and returns what it prints. */
export async function checkKubectl(cluster: Cluster, argv: readonly string[], stdin?: string, options: RunOptions = {}): Promise<string> {
  const command = await commandIn(cluster, 'cp', [kubectlProgram(cluster), ...argv]);
  return check(command, { ...options, env: environmentOf(cluster, options.env), stdin });
}

/** Runs a command wholly inside a node: its files, processes and network. */
export async function insideNode(
  cluster: Cluster,
  node: 'node1' | 'node2',
  argv: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const tool = join(await buildPrograms(machineBuild), 'machine');
  return check([tool, 'join', commandGroup(cluster.name), '--', ...inside(machineProcess(cluster, node), argv)], options);
}

function kubectlProgram(cluster: Cluster): string {
  const program = cluster.programs === '' ? findCommand('kubectl') : join(cluster.programs, 'kubectl');
  if (program === undefined) throw new UserError('kubectl is missing');
  return program;
}
