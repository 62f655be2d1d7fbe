import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runLine } from '../support/run-line.js';
import { EXPOSE_ROWS, wordsOf, type ExposeRow } from './table.js';

interface Service {
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
  spec: {
    type?: string;
    selector?: Record<string, string>;
    sessionAffinity?: string;
    clusterIP?: string;
    loadBalancerIP?: string;
    ports?: { port: number; targetPort?: number | string; protocol?: string }[];
  };
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { answers } = JSON.parse(readFileSync(here('recorded.json'), 'utf8')) as {
  answers: Record<string, { service?: Service; refused?: string }>;
};

/** What must be equal: type, selector, ports without their names, affinity, addresses, and the labels asked for. */
function essence({ metadata, spec }: Service, asked: boolean): Record<string, unknown> {
  const labels = Object.entries(metadata.labels ?? {}).filter(
    ([key]) => !/^(app\.kubernetes\.io\/managed-by|expose-plus\.dev\/)/.test(key),
  );
  return {
    type: spec.type ?? 'ClusterIP',
    selector: spec.selector,
    ports: (spec.ports ?? []).map(({ port, targetPort, protocol = 'TCP' }) => ({ port, targetPort: targetPort ?? port, protocol })),
    sessionAffinity: spec.sessionAffinity ?? 'None',
    clusterIP: spec.clusterIP,
    loadBalancerIP: spec.loadBalancerIP,
    // Without -l kubectl copies the labels of the workload; ours marks its objects and adds no others.
    labels: asked ? Object.fromEntries(labels.toSorted()) : undefined,
  };
}

/** The Service that ours makes for a line of kubectl expose; without --type that means ClusterIP. */
async function ours(line: string): Promise<{ service?: Service; stderr: string }> {
  const typed = /--type\b/.test(line) ? [] : ['--type=ClusterIP'];
  const { code, stdout, stderr } = await runLine([
    ...wordsOf(line),
    ...typed,
    '-f',
    here('objects.yaml'),
    '--dry-run=client',
    '-o',
    'json',
  ]);
  if (code !== 0) return { stderr };
  const made = JSON.parse(stdout) as Service | { kind: 'List'; items: Service[] };
  const services = ('items' in made ? made.items : [made]).filter(({ kind }) => kind === 'Service');
  return { ...(services[0] ? { service: services[0] } : {}), stderr };
}

const isRefused = ({ line }: ExposeRow): boolean => answers[line]?.refused !== undefined;
const nonsense = ['deploy web --port=0', 'deploy web --type=NodPort', 'deploy web --protocol=ICMP', 'deploy web --selector=app!=web'];

it('every line was recorded', () => expect(Object.keys(answers).toSorted()).toEqual(EXPOSE_ROWS.map(({ line }) => line).toSorted()));

describe('what kubectl expose makes, ours makes', () => {
  const rows = EXPOSE_ROWS.filter(
    (row) => !isRefused(row) && row.weRefuse === undefined && row.reuses === undefined && !nonsense.includes(row.line),
  );
  it.each(rows.map((row) => [row.line, row] as const))('%s', async (line, { differs = {} }) => {
    const theirs = answers[line]?.service;
    const { service, stderr } = await ours(line);
    if (!theirs || !service) throw new Error(`no Service: ${stderr}`);
    const asked = /-l |--labels/.test(line);
    const [a, b] = [essence(service, asked), essence(theirs, asked)];
    const different = Object.keys(a).filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
    for (const key of different.filter((each) => !(each in differs))) expect(a, key).toEqual(b);
    // A difference that is no longer there is not to be claimed.
    expect(different).toEqual(Object.keys(differs));
  });
});

describe('what is there already, ours uses', () => {
  it.each(EXPOSE_ROWS.filter(({ reuses }) => reuses !== undefined).map(({ line }) => line))('%s', async (line) => {
    const { service, stderr } = await ours(line);
    expect(service).toBeUndefined();
    expect(stderr).toMatch(/^info EP316: .* is used as it is$/m);
  });
});

describe('what kubectl expose cannot, ours can', () => {
  it.each(EXPOSE_ROWS.filter(({ theyRefuse }) => theyRefuse !== undefined).map(({ line }) => line))('%s', async (line) => {
    expect(answers[line]?.refused).toMatch(/^error: /);
    expect((await ours(line)).service?.spec.ports?.[0]?.port).toBeGreaterThan(0);
  });
});

describe('what ours refuses by name', () => {
  it.each(EXPOSE_ROWS.filter(({ weRefuse }) => weRefuse !== undefined).map(({ line, weRefuse = '' }) => [line, weRefuse] as const))(
    '%s',
    async (line, message) => {
      expect((await ours(line)).stderr).toContain(message);
    },
  );
});

describe('what both refuse, or kubectl sends on although the API server cannot take it', () => {
  it.each(
    EXPOSE_ROWS.filter((row) => (isRefused(row) && row.theyRefuse === undefined) || nonsense.includes(row.line)).map(({ line }) => line),
  )('%s', async (line) => {
    const { service, stderr } = await ours(line);
    expect(service).toBeUndefined();
    expect(stderr).toMatch(/^error: /);
  });
});
