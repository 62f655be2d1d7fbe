import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatewayAddress, gatewayClaims, made, type Implementation } from '../../tests/gateway-claims.ts';
import { at } from '../../tests/certificates.ts';
import { grpcHealth, serving } from '../../tests/grpc.ts';
import {
  askUntil,
  checkKubectl,
  cluster,
  create,
  echo,
  exposed,
  fieldOf,
  inNamespace,
  proves,
  sayUntil,
  udpEcho,
  waitFor,
} from '../../tests/support.ts';

const envoyGateway: Implementation = { by: 'Envoy Gateway', className: 'envoy', namespace: 'infra-envoy' };
const edge = `${envoyGateway.namespace}/edge`;
const { by } = envoyGateway;

gatewayClaims(envoyGateway);

describe('by a Gateway with a listener for each kind of route', () => {
  it('a UDP server answers by a UDPRoute', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [udpEcho]);
      await exposed(['deploy/echo', '-n', namespace, '--strategy', 'Gateway', '--gateway', `${edge}/echo`, '--verify=false']);
      expect(await made(namespace)).toContain('udproute.gateway.networking.k8s.io/echo');
      await sayUntil('hello', 'echo hello', 'udp', await gatewayAddress(envoyGateway), 7000);
      await exposed(['remove', 'deploy/echo', '-n', namespace]);
      expect(await made(namespace)).toEqual([]);
      proves({ strategy: 'Gateway', what: 'UDP', by });
    }));

  it('a gRPC server answers a health check by a GRPCRoute', () =>
    inNamespace(async (namespace) => {
      const host = 'grpc.example.com';
      await create(namespace, [grpcHealth]);
      const route = ['--gateway', `${edge}/http`, '--host', host, '--option', 'backend-protocol=grpc', '--verify=false'];
      await exposed(['deploy/health', '-n', namespace, '--strategy', 'Gateway', ...route]);
      expect(await made(namespace)).toContain('grpcroute.gateway.networking.k8s.io/health');
      await serving(host, `http://${await gatewayAddress(envoyGateway)}`);
      proves({ strategy: 'Gateway', what: 'gRPC', by });
    }));
});

describe('by a Gateway of its own', () => {
  // A class of which there is no Gateway yet: one that fits would be taken.
  const className = 'envoy-own';
  beforeAll(async () => {
    const { spec } = JSON.parse(await checkKubectl(cluster(), ['get', 'gatewayclass', envoyGateway.className, '-o', 'json'])) as {
      spec: object;
    };
    const own = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: className }, spec };
    await checkKubectl(cluster(), ['apply', '-f', '-'], JSON.stringify(own));
  });
  afterAll(() => checkKubectl(cluster(), ['delete', 'gatewayclass', className]));

  it('a Deployment answers at an address of its own, and is removed with its Gateway', () =>
    inNamespace(async (namespace) => {
      const host = 'alone.example.com';
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      await exposed(['deploy/web', '-n', namespace, '--strategy', 'Gateway', '--class', className, '--host', host]);
      expect(await made(namespace)).toContain('gateway.gateway.networking.k8s.io/web');
      const address = await fieldOf(namespace, 'gateway/web', '{.status.addresses[0].value}');
      expect(address).not.toBe(await gatewayAddress(envoyGateway));
      expect(await askUntil(200, at(address, `http://${host}/hostname`))).toMatch(/^web-/);
      await exposed(['remove', 'deploy/web', '-n', namespace]);
      expect(await made(namespace)).toEqual([]);
      await waitFor('the address to be given back', async () => {
        const all = await fieldOf('envoy-gateway-system', 'services', '{.items[*].status.loadBalancer.ingress[*].ip}');
        return !all.split(' ').includes(address);
      });
      proves({ strategy: 'Gateway', what: 'a Gateway of its own', by });
    }));
});
