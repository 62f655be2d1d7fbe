import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { imageReference } from './images.ts';
import { apiServerPort, controlPlane, ranges, type NodeLayout } from './layout.ts';
import { machineFiles, type MachineSpec, type Service } from './machines.ts';

/** Address of containerd inside every node. */
const containerdSocket = '/run/containerd/containerd.sock';

export interface NodeOptions {
  readonly directory: string;
  readonly hyperkube: string;
  readonly node: NodeLayout;
  readonly after: readonly string[];
}

/**
 * The directories that a node has for itself. Its own /run and /var/lib let containerd, runc, the CNI plugins and the
 * kubelet keep their usual paths, and nothing of theirs is seen outside or left behind.
 */
export function nodeMounts(root: string): MachineSpec['mounts'] {
  return [
    { type: 'tmpfs', target: '/run' },
    { type: 'bind', source: join(root, 'lib'), target: '/var/lib', shared: true },
    { type: 'bind', source: join(root, 'log'), target: '/var/log' },
  ];
}

/** Settings of the whole computer that kubelet and kube-proxy want to change: they change private files instead. */
export const shadowedSettings = [
  '/proc/sys/vm/overcommit_memory',
  '/proc/sys/vm/panic_on_oom',
  '/proc/sys/kernel/panic',
  '/proc/sys/kernel/panic_on_oops',
  '/proc/sys/kernel/keys/root_maxkeys',
  '/proc/sys/kernel/keys/root_maxbytes',
];

/** Writes a node's configuration files and returns its daemons. */
export function nodeServices(options: NodeOptions): readonly Service[] {
  const { directory, hyperkube, node } = options;
  const root = machineFiles(directory, node.name).root;
  const file = (name: string): string => join(root, name);
  const log = (name: string): string => join(directory, 'log', `${node.name}-${name}.log`);
  const apiReady = `https://${controlPlane.address.ipv4}:${apiServerPort}/readyz`;
  mkdirSync(join(root, 'cni'), { recursive: true });
  writeFileSync(file('containerd.toml'), containerdConfig(file('cni')));
  writeFileSync(file('cni/10-pods.conflist'), JSON.stringify(cniConfig(node), null, 2));
  writeFileSync(file('resolv.conf'), `nameserver ${ranges.clusterDNS}\n`);
  writeFileSync(file('kubelet.yaml'), kubeletConfig(directory, node, file('resolv.conf')));
  writeFileSync(file('kube-proxy.yaml'), proxyConfig(directory, node));
  return [
    {
      name: 'containerd',
      log: log('containerd'),
      after: options.after,
      argv: ['/usr/bin/containerd', `--config=${file('containerd.toml')}`],
    },
    {
      name: 'kubelet',
      log: log('kubelet'),
      after: [`unix:${containerdSocket}`, apiReady],
      argv: [
        hyperkube,
        'kubelet',
        `--config=${file('kubelet.yaml')}`,
        `--kubeconfig=${join(directory, `${node.name}.kubeconfig`)}`,
        `--hostname-override=${node.name}`,
        `--node-ip=${node.address.ipv4},${node.address.ipv6}`,
        `--node-labels=topology.kubernetes.io/zone=${node.zone}`,
      ],
    },
    {
      name: 'kube-proxy',
      log: log('kube-proxy'),
      after: [apiReady],
      argv: [hyperkube, 'kube-proxy', `--config=${file('kube-proxy.yaml')}`],
    },
  ];
}

function containerdConfig(cniDirectory: string): string {
  return `version = 2
disabled_plugins = ["io.containerd.internal.v1.opt"]
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${imageReference('pause')}"
  # the score of a container may be lowered by the first user namespace's root alone
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${cniDirectory}"
`;
}

/**
 * Point-to-point links rather than a bridge: all traffic of a pod is routed by the node, so that kube-proxy's translation
 * of Service addresses also holds between two pods of one node.
 */
function cniConfig(node: NodeLayout): object {
  return {
    cniVersion: '0.4.0',
    name: 'pods',
    plugins: [
      {
        type: 'ptp',
        ipMasq: false,
        ipam: {
          type: 'host-local',
          ranges: [[{ subnet: node.pods.ipv4 }], [{ subnet: node.pods.ipv6 }]],
          routes: [{ dst: '0.0.0.0/0' }, { dst: '::/0' }],
        },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}

function kubeletConfig(directory: string, node: NodeLayout, resolvConf: string): string {
  return `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: "::"
authentication:
  anonymous: { enabled: false }
  webhook: { enabled: true }
  x509: { clientCAFile: ${join(directory, 'pki', 'ca.crt')} }
authorization: { mode: Webhook }
tlsCertFile: ${join(directory, 'pki', `${node.name}.crt`)}
tlsPrivateKeyFile: ${join(directory, 'pki', `${node.name}.key`)}
containerRuntimeEndpoint: unix://${containerdSocket}
cgroupDriver: cgroupfs
enforceNodeAllocatable: []
failSwapOn: false
failCgroupV1: false # the kubelet still works with version 1, but refuses it by default
clusterDNS: [${ranges.clusterDNS}]
clusterDomain: cluster.local
resolvConf: ${resolvConf}
healthzPort: 10248
nodeStatusUpdateFrequency: 2s
syncFrequency: 5s
# images are imported once and could not be had again, and a test computer's disk may be nearly full
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
evictionHard: { memory.available: 100Mi, nodefs.available: "0%", nodefs.inodesFree: "0%", imagefs.available: "0%" }
`;
}

function proxyConfig(directory: string, node: NodeLayout): string {
  return `apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
clusterCIDR: ${ranges.pods.ipv4},${ranges.pods.ipv6}
clientConnection: { kubeconfig: ${join(directory, 'kube-proxy.kubeconfig')} }
hostnameOverride: ${node.name}
metricsBindAddress: 127.0.0.1:10249
conntrack: { maxPerCore: 0, min: 0 } # the table's size belongs to the whole computer
`;
}
