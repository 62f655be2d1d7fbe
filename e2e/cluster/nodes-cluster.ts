import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGroups, hierarchies } from './cgroups.ts';
import { writeKubeconfig } from './certificates.ts';
import type { Cluster } from './cluster-state.ts';
import { controlPlaneServices } from './control-plane.ts';
import { UserError } from './errors.ts';
import { apiServerPort, controlPlane, machineNames, nodes, router, type MachineName } from './layout.ts';
import { findMachine, machineFiles, startMachine, type MachineSpec } from './machines.ts';
import { connectMachines } from './network.ts';
import { nodeMounts, nodeServices, shadowedSettings } from './node.ts';
import { makeClusterCertificates, systemUsers } from './pki.ts';

const forwarding = { 'net.ipv4.ip_forward': '1', 'net.ipv6.conf.all.forwarding': '1' };

/** Makes the machines of a cluster with nodes and the network between them. Its daemons start when the network is there. */
export async function startNodesCluster(cluster: Cluster, tool: string, hyperkube: string): Promise<void> {
  const { directory } = cluster;
  await makeClusterCertificates(tool, directory);
  const server = `https://${controlPlane.address.ipv4}:${apiServerPort}`;
  for (const user of [...systemUsers, ...nodes.map(({ name }) => name)]) {
    writeKubeconfig(join(directory, `${user}.kubeconfig`), server, join(directory, 'pki'), user);
  }
  const connected = join(directory, 'connected');
  const after = [`file:${connected}`];
  const pids = new Map<string, number>();
  for (const name of machineNames) {
    const spec = machineSpec(cluster, name, hyperkube, after);
    pids.set(name, await startMachine(tool, machineFiles(directory, name).spec, spec));
  }
  await connectMachines((name) => {
    const pid = pids.get(name);
    if (pid === undefined) throw new UserError(`machine ${name} does not run`);
    return pid;
  });
  writeFileSync(connected, '');
}

/**
 * The process that holds a machine, for entering it.
 *
 * @throws UserError when it does not run.
 */
export function machineProcess(cluster: Cluster, name: MachineName): number {
  const pid = findMachine(machineFiles(cluster.directory, name).spec);
  if (pid === undefined) throw new UserError(`cluster ${cluster.name}: machine ${name} does not run (npm run cluster -- status)`);
  return pid;
}

function machineSpec(cluster: Cluster, name: MachineName, hyperkube: string, after: readonly string[]): MachineSpec {
  const { directory } = cluster;
  const files = machineFiles(directory, name);
  const node = nodes.find((each) => each.name === name);
  const common = {
    name,
    namespaces: true,
    cgroups: createGroups(cluster.name, name),
    hierarchies: hierarchies(),
    mounts: [],
    shadows: [],
    sysctls: {},
    services: [],
    status: files.status,
    log: join(directory, 'log', `${name}-init.log`),
  };
  if (node !== undefined) {
    return {
      ...common,
      mounts: nodeMounts(files.root),
      shadows: shadowedSettings,
      sysctls: forwarding,
      services: nodeServices({ directory, hyperkube, node, after }),
    };
  }
  if (name === controlPlane.name) {
    const services = controlPlaneServices({
      directory,
      hyperkube,
      address: controlPlane.address.ipv4,
      port: apiServerPort,
      etcdPort: 2379,
      etcdPeerPort: 2380,
      controllerManagerPort: 10257,
      scheduler: true,
      after,
    });
    return { ...common, services };
  }
  return name === router.name ? { ...common, sysctls: forwarding } : common;
}
