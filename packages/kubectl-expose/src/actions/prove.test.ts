import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { EntryPoint, Verdict } from '@expose-plus/core';
import type { Progress } from '../output/progress.js';
import { overall, patienceFor, proveEntries, type ProveOptions } from './prove.js';

const said: string[] = [];
const progress: Progress = { say: (state) => void said.push(state), note: () => undefined, done: () => undefined };
const options = (more: Partial<ProveOptions> = {}): ProveOptions => ({
  progress,
  signal: new AbortController().signal,
  patienceMs: 0,
  selfSigned: false,
  ...more,
});
const entry = (more: Partial<EntryPoint>): EntryPoint => ({
  strategy: 'NodePort',
  reach: 'node-network',
  protocol: 'TCP',
  scheme: 'http',
  addresses: ['127.0.0.1'],
  addressSource: 'any node',
  ...more,
});

let server: Server | undefined;
afterEach(() => server?.close());

async function listen(port = 0): Promise<number> {
  server = createServer((request, response) => response.writeHead(request.headers.host?.startsWith('shop.') ? 200 : 404).end());
  await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

it('asks with the host of the entry point at its address', async () => {
  const port = await listen();
  const [proof] = await proveEntries([entry({ port, host: 'shop.example.com', strategy: 'Ingress' })], options());
  expect(proof?.trace).toMatchObject({
    verdict: 'ok',
    hops: [
      { id: 'tcp', verdict: 'ok' },
      { id: 'http', verdict: 'ok' },
    ],
  });
  const [other] = await proveEntries([entry({ port, host: 'other.example.com', strategy: 'Ingress' })], options());
  expect(other?.trace.verdict).not.toBe('ok');
});

it('is content with one address of several', async () => {
  const port = await listen();
  const [proof] = await proveEntries([entry({ port, addresses: ['127.0.0.9', '127.0.0.1'] })], options());
  expect(proof?.trace.verdict).toBe('ok');
  // The address that people are told is the one that answered.
  expect(proof?.entry.addresses).toEqual(['127.0.0.1', '127.0.0.9']);
});

it('tries again while it has patience, and says so', async () => {
  const port = await listen();
  server?.close();
  setTimeout(() => void listen(port), 1200);
  const [proof] = await proveEntries([entry({ port })], options({ patienceMs: 8000 }));
  expect(proof?.trace.verdict).toBe('ok');
  expect(said.at(-1)).toMatch(/^trying http:\/\/127\.0\.0\.1:\d+\/: the connection was refused/);
});

it('names the first hop that is broken', async () => {
  const port = await listen();
  server?.close();
  const [proof] = await proveEntries([entry({ port })], options());
  expect(proof?.trace).toMatchObject({ verdict: 'broken', hops: [{ id: 'tcp', verdict: 'broken' }] });
});

it('knows nothing where no address is known, and says why', async () => {
  const [proof] = await proveEntries([entry({ port: 80, addresses: [] })], options({ nodesGap: 'nodes may not be listed' }));
  expect(proof?.trace).toMatchObject({
    verdict: 'unknown',
    hops: [{ id: 'address', evidence: 'no address is known (nodes may not be listed)' }],
  });
});

it('is stopped by its signal', async () => {
  const port = await listen();
  server?.close();
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 200);
  await expect(proveEntries([entry({ port })], options({ patienceMs: 60_000, signal: controller.signal }))).rejects.toThrow();
});

it.each<[Verdict[], Verdict, Verdict]>([
  [['ok', 'ok'], 'ok', 'ok'],
  [['ok', 'unknown'], 'unknown', 'ok'],
  [['broken', 'unknown'], 'broken', 'unknown'],
  [['broken', 'ok', 'unknown'], 'broken', 'ok'],
  [[], 'unknown', 'unknown'],
])('%j one after the other is %s, side by side %s', (verdicts, all, any) => {
  expect(overall(verdicts, 'all')).toBe(all);
  expect(overall(verdicts, 'any')).toBe(any);
});

it('waits longer for a load balancer, never longer than is left', () => {
  expect(patienceFor('LoadBalancer', 600_000)).toBeGreaterThan(patienceFor('NodePort', 600_000));
  expect(patienceFor('LoadBalancer', 5000)).toBe(5000);
  expect(patienceFor('NodePort', -1)).toBe(0);
});
