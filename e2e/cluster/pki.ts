import { join } from 'node:path';
import { makeCertificates, type CertificateRequest } from './certificates.ts';
import { controlPlane, nodes, ranges } from './layout.ts';

/** Users of the control plane's own, by the names of their files. */
export const systemUsers = ['admin', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'] as const;

/** Makes all certificates of a cluster, below `pki` in its directory. */
export async function makeClusterCertificates(tool: string, directory: string): Promise<void> {
  await makeCertificates(tool, join(directory, 'pki'), certificateRequests(), ['service-account']);
}

/** Names and groups are Kubernetes' own (https://kubernetes.io/docs/setup/best-practices/certificates/). */
function certificateRequests(): readonly CertificateRequest[] {
  return [
    {
      name: 'apiserver',
      commonName: 'kube-apiserver',
      dnsNames: ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local', 'localhost'],
      ips: [controlPlane.address.ipv4, controlPlane.address.ipv6, ranges.kubernetesService, '127.0.0.1'],
    },
    { name: 'kubelet-client', commonName: 'apiserver-kubelet-client', organizations: ['system:masters'] },
    { name: 'admin', commonName: 'admin', organizations: ['system:masters'] },
    { name: 'kube-controller-manager', commonName: 'system:kube-controller-manager' },
    { name: 'kube-scheduler', commonName: 'system:kube-scheduler' },
    { name: 'kube-proxy', commonName: 'system:kube-proxy' },
    ...nodes.map((node) => ({
      name: node.name,
      commonName: `system:node:${node.name}`,
      organizations: ['system:nodes'],
      dnsNames: [node.name],
      ips: [node.address.ipv4, node.address.ipv6],
    })),
  ];
}
