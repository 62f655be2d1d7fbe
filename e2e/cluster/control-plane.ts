import { join } from 'node:path';
import { ranges } from './layout.ts';
import type { Service } from './machines.ts';

/** Where a control plane listens. */
export interface ControlPlaneOptions {
  readonly directory: string;
  readonly hyperkube: string;
  /** Address and port of the API server. */
  readonly address: string;
  readonly port: number;
  readonly etcdPort: number;
  readonly etcdPeerPort: number;
  /** Port of the controller manager's health endpoint. */
  readonly controllerManagerPort: number;
  /** Without nodes there is nothing to schedule on. */
  readonly scheduler: boolean;
  /** Conditions of the first daemon: the network must be there. */
  readonly after: readonly string[];
  /** Names of further admission plugins and feature gates are given as they are. */
  readonly apiServerArguments?: readonly string[];
}

/** The daemons of a control plane. Files of the PKI are those that `clusterCertificates` names. */
export function controlPlaneServices(options: ControlPlaneOptions): readonly Service[] {
  const { directory, hyperkube, address, port } = options;
  const pki = (file: string): string => join(directory, 'pki', file);
  const log = (name: string): string => join(directory, 'log', `cp-${name}.log`);
  const etcd = `http://127.0.0.1:${options.etcdPort}`;
  const peer = `http://127.0.0.1:${options.etcdPeerPort}`;
  const ready = `https://${address}:${port}/readyz`;
  const services: Service[] = [
    {
      name: 'etcd',
      log: log('etcd'),
      after: options.after,
      argv: [
        hyperkube,
        'etcd',
        `--data-dir=${join(directory, 'etcd')}`,
        `--listen-client-urls=${etcd}`,
        `--advertise-client-urls=${etcd}`,
        `--listen-peer-urls=${peer}`,
        `--initial-advertise-peer-urls=${peer}`,
        `--initial-cluster=default=${peer}`,
        '--unsafe-no-fsync', // the data need not outlive a power cut
        '--log-level=warn',
      ],
    },
    {
      name: 'kube-apiserver',
      log: log('kube-apiserver'),
      after: [`tcp:127.0.0.1:${options.etcdPort}`],
      argv: [
        hyperkube,
        'kube-apiserver',
        `--etcd-servers=${etcd}`,
        `--bind-address=${address}`,
        `--advertise-address=${address === '127.0.0.1' ? '192.0.2.1' : address}`, // a loopback address is refused as an endpoint
        `--secure-port=${port}`,
        `--tls-cert-file=${pki('apiserver.crt')}`,
        `--tls-private-key-file=${pki('apiserver.key')}`,
        `--client-ca-file=${pki('ca.crt')}`,
        '--service-account-issuer=https://kubernetes.default.svc',
        `--service-account-key-file=${pki('service-account.key')}`,
        `--service-account-signing-key-file=${pki('service-account.key')}`,
        `--service-cluster-ip-range=${ranges.services.ipv4},${ranges.services.ipv6}`,
        '--authorization-mode=Node,RBAC',
        `--kubelet-certificate-authority=${pki('ca.crt')}`,
        `--kubelet-client-certificate=${pki('kubelet-client.crt')}`,
        `--kubelet-client-key=${pki('kubelet-client.key')}`,
        '--kubelet-preferred-address-types=InternalIP',
        '--allow-privileged=true',
        ...(options.apiServerArguments ?? []),
      ],
    },
    {
      name: 'kube-controller-manager',
      log: log('kube-controller-manager'),
      after: [ready],
      argv: [
        hyperkube,
        'kube-controller-manager',
        `--kubeconfig=${join(directory, 'kube-controller-manager.kubeconfig')}`,
        '--leader-elect=false',
        '--use-service-account-credentials',
        // by default it takes five seconds to ask for its forty credentials, and nothing can be created meanwhile
        '--kube-api-qps=500',
        '--kube-api-burst=1000',
        `--service-account-private-key-file=${pki('service-account.key')}`,
        `--root-ca-file=${pki('ca.crt')}`,
        '--allocate-node-cidrs=false', // the nodes' pod ranges are fixed, see layout.ts
        '--bind-address=127.0.0.1',
        `--secure-port=${options.controllerManagerPort}`,
      ],
    },
  ];
  if (options.scheduler) {
    services.push({
      name: 'kube-scheduler',
      log: log('kube-scheduler'),
      after: [ready],
      argv: [
        hyperkube,
        'kube-scheduler',
        `--kubeconfig=${join(directory, 'kube-scheduler.kubeconfig')}`,
        '--leader-elect=false',
        '--bind-address=127.0.0.1',
      ],
    });
  }
  return services;
}
