/**
 * A real Kubernetes for tests: two nodes, an outside client and nothing of the network outside this computer.
 * `cli.ts` offers the same on the command line; docs/testing.md explains both.
 */
import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { startApiOnly } from './api-only.ts';
import { buildPrograms, moduleDirectory, prepareCache, type Progress } from './build.ts';
import { makeCertificates, writeKubeconfig } from './certificates.ts';
import { readCluster, saveCluster, type Cluster } from './cluster-state.ts';
import { checkKubectl, insideNode, kubectl } from './commands.ts';
import type { Component } from './component.ts';
import { alwaysPresent, buildComponent, chooseComponents, componentDirectory } from './components.ts';
import { deployIngressNginx, type IngressNginxOptions } from './components/ingress-nginx/deploy.ts';
import { kubernetesBuild, kubernetesVersions, type KubernetesVersion } from './components/kubernetes/component.ts';
import { machineBuild } from './components/machine/component.ts';
import { clusterDirectory } from './directories.ts';
import { clusterLock, clusterLockSeconds, removeCluster } from './down.ts';
import { messageOf, UserError } from './errors.ts';
import { machineNames, nodes } from './layout.ts';
import { withLock } from './lock.ts';
import { findMachine, machineFiles, servicesOf } from './machines.ts';
import { startNodesCluster } from './nodes-cluster.ts';
import { requireAll, requirementsOf } from './requirements.ts';
import { waitFor } from './wait.ts';

export type { IngressNginxOptions } from './components/ingress-nginx/deploy.ts';
export type { Cluster } from './cluster-state.ts';
export { checkKubectl, commandIn, environmentOf, execIn, kubectl } from './commands.ts';
export { down, leftovers } from './down.ts';
export { UserError } from './errors.ts';
export { imageReference } from './images.ts';
export * as layout from './layout.ts';
export { missing, requirementsOf } from './requirements.ts';
export type { Result } from './run.ts';
export { waitFor } from './wait.ts';

/** What to bring up; see the command line's help for the same in flags. */
export interface UpOptions {
  /** Default `xp`. Clusters of different names do not see each other. */
  readonly name?: string;
  /** Default `nodes`. */
  readonly kind?: 'nodes' | 'api-only';
  /** Components to deploy, beside those that every cluster has. */
  readonly with?: readonly string[];
  readonly kubernetes?: KubernetesVersion;
  /** Told one line for every step that takes time. */
  readonly progress?: Progress;
}

const readySeconds = 180; // about ten on an idle computer
const hopelessStarts = 10; // a daemon that has ended so often will not stay

/**
 * Brings a cluster up and returns when its nodes are Ready and the components serve. A cluster that runs already is kept
 * and only given what it lacks; one whose `up` was interrupted is removed first.
 *
 * @throws UserError when something is missing here, or does not come up in time: with the daemon and its log.
 */
export async function up(options: UpOptions = {}): Promise<Cluster> {
  const { name = 'xp', kind = 'nodes', kubernetes = kubernetesVersions[0], progress = () => undefined } = options;
  const directory = clusterDirectory(name);
  requireAll(requirementsOf[kind]);
  prepareCache();
  const components = chooseComponents(kind === 'nodes' ? [...alwaysPresent, ...(options.with ?? [])] : []);
  const tool = join(await buildPrograms(machineBuild, progress), 'machine');
  const programs = await buildPrograms(kubernetesBuild(kubernetes), progress);
  const images = new Map<Component, readonly string[]>();
  for (const component of components) images.set(component, await buildComponent(component, progress));
  const imagesOnly = components.filter(({ deploy }) => deploy === undefined);
  const cluster = await withLock(clusterLock(name), clusterLockSeconds, async () => {
    const present = readCluster(name);
    if (present?.phase === 'ready' && isWhole(present)) {
      if (present.kind === kind && present.programs === programs) return present;
      throw new UserError(
        `cluster ${name} runs already, ${present.kind} with Kubernetes ${present.kubernetes}: take it down or choose another name`,
      );
    }
    await removeCluster(name);
    const starting = saveCluster({
      name,
      kind,
      kubernetes,
      phase: 'starting',
      directory,
      kubeconfig: join(directory, 'admin.kubeconfig'),
      programs,
      components: [],
    });
    progress(`starting cluster ${name}`);
    if (kind === 'nodes') await startNodesCluster(starting, tool, join(programs, 'hyperkube'));
    else await startApiOnly(starting, tool, join(programs, 'hyperkube'));
    const atOnce = imagesOnly.flatMap((component) => images.get(component) ?? []);
    // containerd is there long before the API server
    const [ready, loaded] = await Promise.allSettled([
      waitUntilReady(starting),
      kind === 'nodes' ? loadImages(starting, atOnce) : undefined,
    ]);
    for (const part of [ready, loaded]) if (part.status === 'rejected') throw part.reason;
    return saveCluster({ ...starting, phase: 'ready', components: imagesOnly.map((each) => each.name) });
  });
  return addComponents(
    cluster,
    components.map((component) => component.name),
    progress,
  );
}

/** An API server alone: `up` with the kind `api-only`. */
export function apiOnly(options: Omit<UpOptions, 'kind' | 'with'> = {}): Promise<Cluster> {
  return up({ ...options, kind: 'api-only' });
}

/** A cluster that runs, by name; `undefined` when there is none or it is not whole. */
export function runningCluster(name = 'xp'): Cluster | undefined {
  const cluster = readCluster(name);
  return cluster?.phase === 'ready' && isWhole(cluster) ? cluster : undefined;
}

/**
 * The cluster that a person lends by EXPOSE_PLUS_E2E_KUBECONFIG, or `undefined`. It must be one to throw away: tests
 * create and delete in it. KUBECONFIG is never read.
 *
 * @throws UserError when the file is absent, or is the one that kubectl uses anyway.
 */
export function externalCluster(): Cluster | undefined {
  const file = process.env['EXPOSE_PLUS_E2E_KUBECONFIG'];
  if (file === undefined || file === '') return undefined;
  if (!existsSync(file)) throw new UserError(`EXPOSE_PLUS_E2E_KUBECONFIG names ${file}, which does not exist`);
  const everyday = [...(process.env['KUBECONFIG'] ?? '').split(':'), join(homedir(), '.kube', 'config')];
  if (everyday.some((other) => other !== '' && existsSync(other) && realpathSync(other) === realpathSync(file))) {
    throw new UserError(`EXPOSE_PLUS_E2E_KUBECONFIG names ${file}, which kubectl uses every day: give the tests a file of their own`);
  }
  const path = resolve(file);
  return {
    name: 'external',
    kind: 'external',
    kubernetes: 'unknown',
    phase: 'ready',
    directory: '',
    kubeconfig: path,
    programs: '',
    components: [],
  };
}

/**
 * Puts components into a running cluster: builds them when needed, loads their images, deploys them side by side and
 * returns when all of them serve. Those that are there already are left alone.
 */
export async function addComponents(cluster: Cluster, names: readonly string[], progress: Progress = () => undefined): Promise<Cluster> {
  const wanted = chooseComponents(names).filter(({ name }) => !cluster.components.includes(name));
  if (wanted.length === 0) return cluster;
  if (cluster.kind !== 'nodes') throw new UserError(`cluster ${cluster.name} is ${cluster.kind}: components need one with nodes`);
  for (const component of wanted) await loadImages(cluster, await buildComponent(component, progress));
  let state = cluster;
  const deployments = wanted.map(async (component) => {
    await component.deploy?.({
      kubectl: (argv, stdin) => checkKubectl(cluster, argv, stdin),
      program: async (build, output) => join(await buildPrograms(build, progress), output),
      module: moduleDirectory,
      directory: componentDirectory(component),
      progress,
    });
    state = saveCluster({ ...state, components: [...state.components, component.name] });
    progress(`${component.name} serves`);
  });
  for (const part of await Promise.allSettled(deployments)) if (part.status === 'rejected') throw part.reason;
  return state;
}

/**
 * Deploys another ingress-nginx controller, entered in the way that a test needs. Give a second one a namespace and a
 * class of its own; deleting the namespace, the class and its cluster role takes it away.
 */
export async function addIngressNginx(cluster: Cluster, options: IngressNginxOptions): Promise<void> {
  for (const component of chooseComponents(['ingress-nginx'])) await loadImages(cluster, await buildComponent(component));
  await deployIngressNginx((argv, stdin) => checkKubectl(cluster, argv, stdin), options);
}

/** Imports images (docker or OCI archives) into both nodes. */
export async function loadImages(cluster: Cluster, files: readonly string[]): Promise<void> {
  await Promise.all(
    nodes.map(async ({ name }) => {
      await waitFor(`containerd on ${name}`, async () => (await insideNode(cluster, name, ['ctr', 'version'])) !== '', { seconds: 30 });
      for (const file of files) await insideNode(cluster, name, ['ctr', '--namespace=k8s.io', 'images', 'import', resolve(file)]);
    }),
  );
}

/**
 * Makes a user of the cluster, for tests of what may be done by whom, and returns the path of its kubeconfig. The user has
 * no rights but those that RBAC gives to its name and groups.
 */
export async function createUser(cluster: Cluster, user: string, groups: readonly string[] = []): Promise<string> {
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(user)) throw new UserError(`user "${user}": use lower-case letters, digits, dots and dashes`);
  const tool = join(await buildPrograms(machineBuild), 'machine');
  const pki = join(cluster.directory, 'pki');
  await makeCertificates(tool, pki, [{ name: `user-${user}`, commonName: user, organizations: groups }]);
  const server = await checkKubectl(cluster, ['config', 'view', '-o=jsonpath={.clusters[0].cluster.server}']);
  const file = join(cluster.directory, `user-${user}.kubeconfig`);
  writeKubeconfig(file, server, pki, `user-${user}`);
  return file;
}

function isWhole(cluster: Cluster): boolean {
  const machines = cluster.kind === 'nodes' ? machineNames : (['cp'] as const);
  return machines.every((machine) => findMachine(machineFiles(cluster.directory, machine).spec) !== undefined);
}

async function waitUntilReady(cluster: Cluster): Promise<void> {
  const succeeds = (what: string, argv: readonly string[]): Promise<boolean> =>
    waitFor(what, async () => endsAgain(cluster) || (await kubectl(cluster, argv)).code === 0, { seconds: readySeconds });
  try {
    await succeeds('the API server', ['get', '--raw=/readyz']);
    await succeeds('the default service account', ['get', 'serviceaccount', 'default']);
    if (cluster.kind === 'nodes') {
      const names = nodes.map(({ name }) => name);
      await succeeds('the nodes to appear', ['get', 'node', ...names]);
      await succeeds('the nodes to be Ready', ['wait', '--for=condition=Ready', 'node', ...names, '--timeout=5s']);
    }
    if (endsAgain(cluster)) throw new UserError('a daemon ends again and again');
  } catch (error) {
    throw new UserError(`cluster ${cluster.name} did not come up: ${messageOf(error)}\n${troubles(cluster)}`);
  }
}

function endsAgain(cluster: Cluster): boolean {
  return machineNames.some((machine) =>
    Object.values(servicesOf(machineFiles(cluster.directory, machine).status)).some(({ starts }) => starts > hopelessStarts),
  );
}

/** The daemons that do not run, each with its log, for an error message. */
function troubles(cluster: Cluster): string {
  const lines = machineNames.flatMap((machine) =>
    Object.entries(servicesOf(machineFiles(cluster.directory, machine).status))
      .filter(([, status]) => status.state !== 'running' || status.starts > 1)
      .map(
        ([service, { state, detail, starts, log }]) =>
          `${machine}: ${service} is ${state} (${detail}), started ${starts} times; log: ${log}`,
      ),
  );
  return lines.length > 0 ? lines.join('\n') : `all daemons run; logs: ${join(cluster.directory, 'log')}`;
}
