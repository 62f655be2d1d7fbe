import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GoBuild } from '../../build.ts';
import type { Component } from '../../component.ts';
import { addLibraries } from '../../debian.ts';
import { addDirectory, addFile, addText, type RootFileSystem } from '../../rootfs.ts';
import { check } from '../../run.ts';
import { applyAll, serveGatewayApi, waitUntilServed } from '../gateway-api.ts';
import { selfSignedSecret } from '../certificate.ts';
import { envoyProgram } from './envoy.ts';
import { chartValues, className, envoyGatewayObjects, gateway, namespace } from './objects.ts';

const module = 'github.com/envoyproxy/gateway';
const build: GoBuild = {
  directory: 'envoy-gateway',
  programs: [
    { output: 'envoy-gateway', package: `${module}/cmd/envoy-gateway` },
    { output: 'helm', package: 'helm.sh/helm/v3/cmd/helm' },
  ],
};
/** Upstream's image: nobody, and the program on PATH. */
const user = '65532';
const programs = 'usr/local/bin';

/** Envoy Gateway as a second implementation of the Gateway API, with every kind of route, installed by upstream's own chart. */
export const envoyGateway: Component = {
  name: 'envoy-gateway',
  summary: `Envoy Gateway 1.9.1 with Envoy 1.39.1: GatewayClass ${className}, Gateway ${gateway.namespace}/${gateway.name}`,
  builds: [build],
  needs: ['metallb', 'coredns'],
  images: [
    {
      name: 'envoy-gateway',
      async assemble({ program }) {
        const root: RootFileSystem = new Map();
        addFile(root, `${programs}/envoy-gateway`, await program(build, 'envoy-gateway'));
        addDirectory(root, 'tmp', { mode: 0o1777 });
        addDirectory(root, 'var/lib/eg', { mode: 0o777 });
        return { root, config: { Entrypoint: ['envoy-gateway'], User: user, Env: [`PATH=/${programs}`] } };
      },
    },
    {
      name: 'envoy',
      async assemble({ directory }) {
        const root: RootFileSystem = new Map();
        const envoy = await envoyProgram(directory);
        addFile(root, `${programs}/envoy`, envoy, { mode: 0o755 });
        await addLibraries(root, '/', [envoy]);
        addText(root, 'etc/passwd', `envoy:x:${user}:${user}::/tmp:/bin/false\n`);
        addDirectory(root, 'tmp', { mode: 0o1777 });
        return { root, config: { Entrypoint: ['envoy'], User: user, Env: [`PATH=/${programs}`] } };
      },
    },
  ],
  async deploy({ kubectl, module: directoryOf, program }) {
    const charts = join(await directoryOf(build, module), 'charts/gateway-helm');
    const kinds = join(charts, 'charts/crds/crds/generated');
    await serveGatewayApi(
      kubectl,
      await directoryOf(build, 'sigs.k8s.io/gateway-api'),
      readdirSync(kinds).map((file) => join(kinds, file)),
    );
    const settings = ['--namespace', namespace, '--values', join(charts, 'values.tmpl.yaml'), '--values', '-'];
    const helm = [await program(build, 'helm'), 'template', 'eg', charts, ...settings];
    const manifest = await check(helm, { stdin: JSON.stringify(chartValues) });
    await kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }));
    await kubectl(['apply', '-f', '-'], manifest);
    await kubectl(['rollout', 'status', 'deployment/envoy-gateway', `--namespace=${namespace}`, '--timeout=120s']);
    await applyAll(kubectl, [...envoyGatewayObjects(), await selfSignedSecret(gateway.namespace, gateway.secret, ['*.example.com'])]);
    await waitUntilServed(kubectl, gateway, 120);
  },
};
