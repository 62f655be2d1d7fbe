import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DeployContext } from '../component.ts';
import { waitFor } from '../wait.ts';

/** A Gateway of the tests, and what it listens on. */
export interface GatewayOfTests {
  readonly namespace: string;
  readonly name: string;
  readonly listeners: readonly unknown[];
}

/**
 * Serves the kinds of the Gateway API, the experimental channel's: Traefik reads TCPRoute as v1alpha2, which only that serves.
 *
 * @param module - folder of the Go module sigs.k8s.io/gateway-api, which holds them
 * @param more - further files of kinds to serve
 */
export async function serveGatewayApi(kubectl: DeployContext['kubectl'], module: string, more: readonly string[]): Promise<void> {
  const channel = join(module, 'config/crd/experimental');
  const kinds = readdirSync(channel).filter((file) => file.startsWith('gateway.networking.k8s.io_') && !file.includes('_vap_'));
  const files = [...kinds.map((file) => join(channel, file)), ...more].map((file) => `--filename=${file}`);
  // some of them are larger than the annotation that a client-side apply leaves
  await kubectl(['apply', '--server-side', ...files]);
  await kubectl(['wait', '--for=condition=Established', '--timeout=60s', ...files]);
}

/** Applies objects together. */
export async function applyAll(kubectl: DeployContext['kubectl'], items: readonly object[]): Promise<void> {
  await kubectl(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}

/** Waits until a Gateway has an address and serves all its listeners: Programmed says nothing of those, so each is asked. */
export async function waitUntilServed(kubectl: DeployContext['kubectl'], gateway: GatewayOfTests, seconds: number): Promise<void> {
  const path = '{.status.addresses[0].value} {range .status.listeners[*]}{.conditions[?(@.type=="Programmed")].status} {end}';
  await waitFor(
    `Gateway ${gateway.namespace}/${gateway.name} to have an address`,
    async () => {
      const text = await kubectl(['get', 'gateway', gateway.name, `--namespace=${gateway.namespace}`, `-o=jsonpath=${path}`]);
      const [address, ...listeners] = text.trimEnd().split(' ');
      return address !== '' && listeners.length === gateway.listeners.length && listeners.every((status) => status === 'True');
    },
    { seconds },
  );
}
