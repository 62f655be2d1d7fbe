import { createServer } from 'node:net';
import { join } from 'node:path';
import { createGroups } from './cgroups.ts';
import { writeKubeconfig } from './certificates.ts';
import { controlPlaneServices } from './control-plane.ts';
import type { Cluster } from './cluster-state.ts';
import { machineFiles, startMachine } from './machines.ts';
import { makeClusterCertificates } from './pki.ts';

/**
 * Starts etcd, the API server and the controller manager on free loopback ports of this computer, without namespaces, so
 * that a test's own process can reach them and no root is needed. Nothing listens on another address.
 */
export async function startApiOnly(cluster: Cluster, tool: string, hyperkube: string): Promise<void> {
  const { directory } = cluster;
  const [port = 0, etcdPort = 0, etcdPeerPort = 0, controllerManagerPort = 0] = await freePorts(4);
  await makeClusterCertificates(tool, directory);
  const server = `https://127.0.0.1:${port}`;
  for (const user of ['admin', 'kube-controller-manager']) {
    writeKubeconfig(join(directory, `${user}.kubeconfig`), server, join(directory, 'pki'), user);
  }
  const files = machineFiles(directory, 'cp');
  await startMachine(tool, files.spec, {
    name: 'cp',
    namespaces: false,
    cgroups: process.getuid?.() === 0 ? createGroups(cluster.name, 'cp') : [],
    hierarchies: [],
    mounts: [],
    shadows: [],
    sysctls: {},
    services: controlPlaneServices({
      directory,
      hyperkube,
      address: '127.0.0.1',
      port,
      etcdPort,
      etcdPeerPort,
      controllerManagerPort,
      scheduler: false,
      after: [],
    }),
    status: files.status,
    log: join(directory, 'log', 'cp-init.log'),
  });
}

/** Ports that nobody uses now, all different. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => resolve(server));
      });
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
