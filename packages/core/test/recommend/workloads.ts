import type { KubeObject } from '../../src/model/kube.js';
import { object, workload } from '../fixtures/cluster.js';

const http = [{ name: 'http', containerPort: 8080 }];

/** The workloads that the cases speak of, by name. Each is the target of its case. */
export const WORKLOADS: Readonly<Record<string, KubeObject>> = {
  'web page': workload('website', { image: 'nginx:1.29', ports: [{ containerPort: 80 }], replicas: 2 }),
  'web page by its name': workload('storefront', { ports: http }),
  wordpress: workload('wordpress', { image: 'wordpress:6', ports: [{ name: 'wordpress', containerPort: 80 }] }),
  'HTTP API': workload('orders', { ports: [{ name: 'api', containerPort: 8080 }], replicas: 3 }),
  'HTTP by its probe': workload('orders', {
    ports: [{ containerPort: 3000 }],
    container: { readinessProbe: { httpGet: { path: '/healthz', port: 3000 } } },
  }),
  'HTTP API with metrics': workload('orders', {
    ports: [
      { name: 'http', containerPort: 8080 },
      { name: 'metrics', containerPort: 9090 },
    ],
  }),
  'metrics before HTTP': workload('orders', {
    ports: [
      { name: 'metrics', containerPort: 9090 },
      { name: 'http', containerPort: 8080 },
    ],
  }),
  'HTTPS of its own': workload('vault', { ports: [{ name: 'https', containerPort: 8443 }] }),
  gRPC: workload('cart', { ports: [{ name: 'grpc', containerPort: 7070 }] }),
  'unknown port': workload('thing', { ports: [{ containerPort: 3000 }] }),
  'custom kind': { ...workload('shop-web', { ports: http }), apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' },
  'redis pod': object(
    'v1',
    'Pod',
    'redis-demo',
    { spec: { containers: [{ name: 'redis', image: 'redis:8', ports: [{ containerPort: 6379 }] }] } },
    { namespace: 'shop' },
  ),
  redis: workload('redis-demo', { image: 'redis:8', ports: [{ containerPort: 6379 }] }),
  postgres: workload('db', { kind: 'StatefulSet', image: 'postgres:17', ports: [{ name: 'postgres', containerPort: 5432 }] }),
  'mysql with exporter': workload('mysql', {
    kind: 'StatefulSet',
    image: 'mysql:9',
    ports: [
      { name: 'mysql', containerPort: 3306 },
      { name: 'metrics', containerPort: 9104 },
    ],
  }),
  'kafka of three': workload('kafka', { kind: 'StatefulSet', image: 'apache/kafka:4', ports: [{ containerPort: 9092 }], replicas: 3 }),
  mqtt: workload('mosquitto', { image: 'eclipse-mosquitto:2', ports: [{ containerPort: 1883 }] }),
  dns: workload('dns', {
    image: 'coredns/coredns:1.15.0',
    ports: [
      { name: 'dns', containerPort: 53, protocol: 'UDP' },
      { name: 'dns-tcp', containerPort: 53 },
    ],
  }),
  smtp: workload('mail', { ports: [{ name: 'smtp', containerPort: 25 }] }),
  game: workload('game', { ports: [{ containerPort: 7777, protocol: 'UDP' }] }),
  'calico-like': workload('calico-node', {
    kind: 'DaemonSet',
    image: 'docker.io/calico/node:v3.31',
    ports: [{ containerPort: 179 }],
    podSpec: { hostNetwork: true, volumes: [{ name: 'cni', hostPath: { path: '/opt/cni/bin' } }] },
  }),
  'CNI not yet on the host network': workload('own-cni', {
    kind: 'DaemonSet',
    image: 'example.org/own-cni:1',
    ports: [{ containerPort: 9099 }],
    podSpec: { volumes: [{ name: 'net', hostPath: { path: '/etc/cni/net.d' } }] },
  }),
  'CNI by its image': workload('net', {
    kind: 'DaemonSet',
    image: 'ghcr.io/flannel-io/flannel:v0.27',
    ports: [{ containerPort: 8472, protocol: 'UDP' }],
  }),
  'agent that changes the network': workload('vpn', {
    kind: 'DaemonSet',
    ports: [{ containerPort: 51820, protocol: 'UDP' }],
    container: { securityContext: { capabilities: { add: ['NET_ADMIN'] } } },
  }),
  'node exporter': workload('node-exporter', {
    kind: 'DaemonSet',
    image: 'quay.io/prometheus/node-exporter:v1.10',
    ports: [{ name: 'metrics', containerPort: 9100 }],
    podSpec: { hostNetwork: true, hostPID: true },
  }),
  'statsd agent': workload('agent', {
    kind: 'DaemonSet',
    ports: [{ name: 'statsd', containerPort: 8125, protocol: 'UDP', hostPort: 8125 }],
  }),
  'log agent': workload('fluent-bit', {
    kind: 'DaemonSet',
    image: 'fluent/fluent-bit:4',
    ports: [{ name: 'forward', containerPort: 24224 }],
  }),
  'HTTP agent with a fixed port': workload('collector', {
    kind: 'DaemonSet',
    ports: [{ name: 'http', containerPort: 8126, hostPort: 8126 }],
  }),
  'web per node': workload('cache', { kind: 'DaemonSet', image: 'nginx:1.29', ports: [{ name: 'http', containerPort: 80 }] }),
  'ingress-nginx controller': workload('ingress-nginx-controller', {
    kind: 'DaemonSet',
    labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
    image: 'registry.k8s.io/ingress-nginx/controller:v1.15.1',
    ports: [
      { name: 'http', containerPort: 80 },
      { name: 'https', containerPort: 443 },
    ],
  }),
  'traefik on the host network': workload('traefik', {
    labels: { 'app.kubernetes.io/name': 'traefik' },
    image: 'docker.io/traefik:v3.7',
    ports: [
      { name: 'web', containerPort: 80 },
      { name: 'websecure', containerPort: 443 },
    ],
    podSpec: { hostNetwork: true },
  }),
  'only metrics': workload('exporter', { ports: [{ name: 'metrics', containerPort: 9187 }] }),
  'stateful, nothing told': workload('store', { kind: 'StatefulSet', ports: [{ containerPort: 10260 }] }),
  'cockroachdb as its manifests have it': workload('cockroachdb', {
    kind: 'StatefulSet',
    image: 'cockroachdb/cockroach:v24.2.3',
    ports: [
      { name: 'grpc', containerPort: 26257 },
      { name: 'http', containerPort: 8080 },
    ],
    replicas: 3,
  }),
  'redis of five': workload('redis-demo', { image: 'redis:8', ports: [{ containerPort: 6379 }], replicas: 5 }),
};
