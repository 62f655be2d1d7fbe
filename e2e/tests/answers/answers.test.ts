import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { ExposureSpec } from '@expose-plus/core';
import { execIn } from '../../cluster/cluster.ts';
import { cluster, create, exposePlus, fieldOf, imageReference, inNamespace, proves, workload } from '../support.ts';
import { answersPage, compare, essence, type Answers, type Finding, type RawAnswer, type Said } from './compare.ts';
import { QUESTIONS, ROUTES } from './routes.ts';

const repository = join(import.meta.dirname, '..', '..', '..');
const committed = join(import.meta.dirname, 'equal.json');

interface Way {
  readonly id: string;
  readonly spec: Partial<ExposureSpec>;
  readonly address: () => Promise<string>;
}

const addressOf = (service: string, namespace: string) => (): Promise<string> =>
  fieldOf(namespace, `service/${service}`, '{.status.loadBalancer.ingress[0].ip}');
const traefik = addressOf('traefik', 'traefik');

const WAYS: readonly Way[] = [
  {
    id: 'ingress-nginx',
    spec: { strategy: 'Ingress', ingress: { className: 'nginx' } },
    address: addressOf('ingress-nginx-controller', 'ingress-nginx'),
  },
  { id: 'traefik', spec: { strategy: 'Ingress', ingress: { className: 'traefik' } }, address: traefik },
  { id: 'traefik-crd', spec: { strategy: 'Ingress', ingress: { className: 'traefik', controller: 'traefik-crd' } }, address: traefik },
  {
    id: 'gateway-api',
    spec: { strategy: 'Gateway', gateway: { parentRef: { namespace: 'infra', name: 'edge', sectionName: 'http' } } },
    address: () => fieldOf('infra', 'gateway/edge', '{.status.addresses[0].value}'),
  },
];

const hostOf = (way: Way, route: number): string => `r${route}.${way.id}.example.com`;

/** The workload and the one that canaries lead to, both answering with what arrived. */
function echoServer(name: string): Record<string, unknown> {
  return workload(name, {
    image: imageReference('echo'),
    env: [{ name: 'SERVICE', value: name }],
    ports: [{ name: 'http', containerPort: 8080 }],
    readinessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 1 },
  });
}

/** A Service of its own for each canary: ingress-nginx keeps one weight and one header for each Service. */
const canaries = ['next', 'later'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: 'next' }, ports: [{ port: 80, targetPort: 8080 }] },
}));

/** alice with the password wonder, as both ingress-nginx and Traefik read it: one key with a line of htpasswd. */
function users(): Record<string, unknown> {
  const hash = execFileSync('openssl', ['passwd', '-apr1', 'wonder'], { encoding: 'utf8' }).trim();
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'users' }, stringData: { auth: `alice:${hash}` } };
}

/** Exposes a route one way; what its plan said. */
async function exposeRoute(namespace: string, way: Way, route: number): Promise<Said> {
  const definition = ROUTES[route];
  const exposure = {
    apiVersion: 'expose-plus.dev/v1alpha1',
    kind: 'Exposure',
    metadata: { name: `r${route}-${way.id}`, namespace },
    spec: {
      target: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      ports: [{ port: 80, targetPort: 8080 }],
      hosts: [hostOf(way, route)],
      ...definition?.spec,
      ...way.spec,
    },
  };
  const { code, stdout, stderr } = await exposePlus(
    ['apply', '-f', '-', '--wait=false', '--verify=false', '-o', 'json'],
    JSON.stringify(exposure),
  );
  const result = JSON.parse(stdout === '' ? '{}' : stdout) as { plan?: { warnings: Finding[] }; findings?: Finding[]; refused?: Finding[] };
  const findings = result.plan?.warnings ?? result.refused ?? result.findings ?? [];
  if (code !== 0 && findings.length === 0) throw new Error(`${definition?.name} by ${way.id}: ${stdout}${stderr}`);
  return { refused: code !== 0, findings };
}

/** Asks all twelve of every route until two rounds in a row agree: controllers take a moment to learn of routes. */
async function askAll(way: Way): Promise<string[][]> {
  const address = await way.address();
  const asked = ROUTES.flatMap((_, route) =>
    QUESTIONS.map(({ method, path, headers, body, stranger }) => ({
      address,
      port: 80,
      method,
      path,
      body,
      headers: { ...headers, host: stranger ? `stranger.${way.id}.example.com` : hostOf(way, route) },
    })),
  );
  const client = [join(repository, 'node_modules/.bin/node'), join(import.meta.dirname, 'client.mjs')];
  let before: string[] = [];
  for (let round = 0; round < 15; round++) {
    const { stdout, stderr, code } = await execIn(cluster(), 'out', client, { stdin: JSON.stringify(asked), seconds: 120 });
    if (code !== 0) throw new Error(stderr);
    const now = (JSON.parse(stdout) as RawAnswer[]).map((answer, index) =>
      essence(answer, hostOf(way, Math.floor(index / QUESTIONS.length))),
    );
    if (now.every((answer, index) => answer === before[index])) return ROUTES.map((_, route) => now.slice(route * 12, route * 12 + 12));
    before = now;
    await sleep(4000);
  }
  throw new Error(`the answers of ${way.id} do not settle`);
}

it(
  'forty routes in neutral words answer as much alike through ingress-nginx, Traefik and the Gateway API as they did, and the plan says beforehand where they differ',
  { timeout: 900_000 },
  () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echoServer('web'), echoServer('next'), ...canaries, users()]);
      const answers: Answers[] = [];
      for (const way of WAYS) {
        const said: Said[] = [];
        for (let route = 0; route < ROUTES.length; route += 2)
          said.push(...(await Promise.all([route, route + 1].map((each) => exposeRoute(namespace, way, each)))));
        answers.push({ id: way.id, said, answers: await askAll(way) });
      }
      const result = compare(answers);
      const unannounced = result.differences.filter(({ verdicts }) => verdicts.length === 0);
      const lines = unannounced.map(({ pair, route, question, answers: two }) => `${pair}: ${route}, ${question}: ${two.join(' / ')}`);
      expect(lines).toEqual([]);
      if (process.env['UPDATE_ANSWERS'] !== undefined) {
        writeFileSync(committed, `${JSON.stringify(result.equal, null, 2)}\n`);
        writeFileSync(join(repository, 'docs/generated/answers.md'), answersPage(answers, result));
      }
      const before = JSON.parse(readFileSync(committed, 'utf8')) as Record<string, number>;
      for (const [pair, count] of Object.entries(before)) expect(result.equal[pair], pair).toBeGreaterThanOrEqual(count);
      const what = 'forty routes in neutral words, asked twelve requests each';
      proves({ strategy: 'Ingress', what, by: 'ingress-nginx, Traefik' }, { strategy: 'Gateway', what, by: 'Traefik' });
    }),
);
