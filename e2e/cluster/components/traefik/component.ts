import { join } from 'node:path';
import type { GoBuild } from '../../build.ts';
import type { Component } from '../../component.ts';
import { addDirectory, addFile, type RootFileSystem } from '../../rootfs.ts';
import { applyAll, serveGatewayApi, waitUntilServed } from '../gateway-api.ts';
import { selfSignedSecret } from '../certificate.ts';
import { traefikObjects, gatewayObjects, gateway, namespace, name } from './objects.ts';

const module = 'github.com/traefik/traefik/v3';
const gatewayModule = 'sigs.k8s.io/gateway-api';
const netBindService = 1 << 10; // capabilities(7): ports below 1024 for a user other than root

/**
 * go.mod replaces what cannot be had: `dynamic/ext`, a module of its own that is empty and not published (ext/), and a commit of a
 * fork. The clients of DNS providers, many of which cannot be had either, are left out of lego. To raise the pins, run `go mod tidy`
 * with a `replace` that leads to a copy of lego without the folders below providers/dns and with lego/dns_providers.go, then take
 * that line out again.
 */
const build: GoBuild = {
  directory: 'traefik',
  programs: [{ output: 'traefik', package: `${module}/cmd/traefik`, variables: { [`${module}/pkg/version.Version`]: '3.7.13' } }],
  patches: { 'github.com/go-acme/lego/v5': { 'providers/dns/zz_gen_dns_providers.go': 'lego/dns_providers.go' } },
};

/** Traefik for Ingress, its own kinds and Gateway API, with a Gateway for all namespaces. */
export const traefik: Component = {
  name: 'traefik',
  summary: `Traefik 3.7.13: IngressClass and GatewayClass ${name}, Gateway ${gateway.namespace}/${gateway.name}`,
  builds: [build],
  needs: ['metallb'],
  images: [
    {
      name: 'traefik',
      async assemble({ program }) {
        const root: RootFileSystem = new Map();
        addFile(root, 'traefik', await program(build, 'traefik'), { capabilities: netBindService });
        addDirectory(root, 'tmp', { mode: 0o1777 });
        return { root, config: { Entrypoint: ['/traefik'], User: '65532' } };
      },
    },
  ],
  async deploy({ kubectl, module: directoryOf }) {
    const own = join(await directoryOf(build, module), 'docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml');
    await serveGatewayApi(kubectl, await directoryOf(build, gatewayModule), [own]);
    await applyAll(kubectl, [
      ...traefikObjects(),
      ...gatewayObjects(await selfSignedSecret(gateway.namespace, gateway.secret, ['*.example.com'])),
    ]);
    await kubectl(['rollout', 'status', `deployment/${name}`, `--namespace=${namespace}`, '--timeout=120s']);
    await waitUntilServed(kubectl, gateway, 60);
  },
};
