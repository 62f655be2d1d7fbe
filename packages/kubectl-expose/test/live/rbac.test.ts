import { readFileSync } from 'node:fs';
import type { KubeObject } from '@expose-plus/core';
import { describe, expect, it } from 'vitest';
import type { Live } from './setting.js';
import { describeLive } from './setting.js';

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

const READ = ['get', 'list', 'watch'];
const MAKE = ['create', 'patch', 'delete'];
/** README: what the commands need in the namespace of the workload, for every strategy but Gateway (whose kinds this server lacks). */
const RIGHTS: readonly Rule[] = [
  { apiGroups: [''], resources: ['services'], verbs: [...READ, ...MAKE] },
  { apiGroups: [''], resources: ['pods', 'events', 'secrets'], verbs: READ },
  { apiGroups: ['apps'], resources: ['deployments'], verbs: [...READ, 'patch'] },
  { apiGroups: ['apps'], resources: ['replicasets', 'statefulsets', 'daemonsets'], verbs: READ },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: [...READ, ...MAKE] },
  { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: READ },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: READ },
  { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: READ },
];

const read = (...resources: string[]): Rule[] =>
  resources.map((resource) => {
    const [plural = '', ...group] = resource.split('.');
    return { apiGroups: [group.join('.')], resources: [plural], verbs: READ };
  });
const may = (verbs: string[], resource: string): Rule[] => read(resource).map((rule) => ({ ...rule, verbs }));

const LOOK = read('deployments.apps', 'pods', 'services', 'replicasets.apps', 'endpointslices.discovery.k8s.io', 'events');
const SERVICES = may(MAKE, 'services');

/** The table of the README: the first two cells of each row, the rights that they name, lines, and the exit codes they may end with. */
const ROWS: readonly [commands: string, rights: string, rules: Rule[], lines: [line: string, codes: number[]][]][] = [
  [
    '`recommend`, `apply --dry-run=client`',
    'the workload, pods, services, replicasets, endpointslices, events',
    LOOK,
    [
      ['recommend deploy/@', [0]],
      ['deploy/@ --strategy NodePort --dry-run=client', [0]],
    ],
  ],
  [
    '`apply` ClusterIP, NodePort, LoadBalancer (and their `--dry-run=server`)',
    'the above; `create, patch, delete` services',
    [...LOOK, ...SERVICES],
    [
      ['deploy/@ --strategy NodePort --dry-run=server', [0]],
      ['deploy/@ --strategy ClusterIP --timeout 10s', [0]],
      // Without the nodes nobody knows an address to try.
      ['deploy/@ --strategy NodePort --timeout 10s', [4]],
    ],
  ],
  [
    '`apply` Ingress or Gateway',
    'the above; `create, patch, delete` services, ingresses or routes (and secrets for `--tls self-signed`)',
    [
      ...LOOK,
      ...SERVICES,
      ...read('ingresses.networking.k8s.io', 'secrets'),
      ...may(MAKE, 'ingresses.networking.k8s.io'),
      ...may(MAKE, 'secrets'),
    ],
    [['deploy/@ --strategy Ingress --class nginx --host @.example.com --tls self-signed --timeout 10s', [3, 4]]],
  ],
  [
    '`apply` hostPort, hostNetwork',
    'the above; `patch` the workload',
    [...LOOK, ...may(['patch'], 'deployments.apps')],
    [['deploy/@ --strategy hostPort --host-port 18091 --force-conflicts --timeout 10s', [4]]],
  ],
  [
    '`remove`',
    '`get` and `patch` the workload; `list` and `delete` what was made',
    [...may(['get', 'patch'], 'deployments.apps'), ...may(['list', 'delete'], 'services')],
    // Ingresses and Secrets, which may not be listed, could hold something.
    [['remove deploy/@', [4]]],
  ],
  [
    '`list`',
    'services, ingresses, routes, workloads, pods, endpointslices',
    read(
      'services',
      'ingresses.networking.k8s.io',
      'pods',
      'endpointslices.discovery.k8s.io',
      'deployments.apps',
      'statefulsets.apps',
      'daemonsets.apps',
    ),
    [['list', [0]]],
  ],
];

/** Every command that asks the cluster. What waits does so in one line only, so that a case takes seconds. */
const LINES = [
  'recommend deploy/@',
  'snapshot',
  'version',
  'list',
  'deploy/@ --strategy ClusterIP --wait=false --verify=false',
  'deploy/@ --strategy LoadBalancer --wait=false --verify=false',
  'deploy/@ --strategy Ingress --class nginx --host @.example.com --wait=false --verify=false',
  'deploy/@ --strategy Gateway --gateway infra/edge --host @.example.com --wait=false --verify=false',
  'deploy/@ --strategy hostPort --force-conflicts --wait=false --verify=false',
  'deploy/@ --strategy hostNetwork --accept-risk host-network --force-conflicts --wait=false --verify=false',
  'deploy/@ --strategy NodePort --timeout 2s',
  'remove deploy/@',
] as const;

/** Every single permission of the table: one verb on one resource. */
const SINGLE = RIGHTS.flatMap(({ apiGroups, resources, verbs }) =>
  resources.flatMap((resource) => verbs.map((verb) => ({ group: apiGroups[0] ?? '', resource, verb }))),
);

async function grant({ api }: Live, user: string, rules: readonly Rule[]): Promise<void> {
  const metadata = { name: user, namespace: api.namespace };
  const options = { fieldManager: 'test', force: true };
  await api.client.apply({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules: [...rules] }, options);
  await api.client.apply(
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: user },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
    },
    options,
  );
}

/** The table without one permission. */
function without(missing: { group: string; resource: string; verb: string }): Rule[] {
  return RIGHTS.flatMap(({ apiGroups, resources, verbs }) =>
    resources.map((resource) => ({
      apiGroups,
      resources: [resource],
      verbs: verbs.filter((verb) => !(apiGroups[0] === missing.group && resource === missing.resource && verb === missing.verb)),
    })),
  );
}

/** Without the count of rollouts, which the API server's own controller keeps. */
function annotationsOf({ metadata }: KubeObject): Record<string, string> {
  const { 'deployment.kubernetes.io/revision': _, ...rest } = metadata.annotations ?? {};
  return rest;
}

/** What people ask of an object; the rest is the controllers' own, at any time. */
const asked = ({ spec, metadata: { labels, generation } }: KubeObject): unknown => ({ spec, labels, generation });

describeLive('somebody who may do little, on a live cluster', '127.0.0.3', (live) => {
  it('exposes, lists and removes with the rights of the README alone; what the cluster would tell is unknown', async () => {
    const { run } = live();
    await grant(live(), 'narrow', RIGHTS);
    const applied = await run('deploy/@ --strategy NodePort --as narrow --timeout 5s');
    // The nodes may not be read, so nobody knows an address to try: applied, not proved.
    expect(applied).toMatchObject({ code: 4 });
    expect(applied.stderr).toContain('missing: list nodes');
    expect(applied.stderr).toContain('Applied; it could not be proved from here.');
    const listed = await run('list --as narrow');
    expect(listed.stdout).toMatch(/^deployment\/\S+\s+NodePort/m);
    const removed = await run('remove deploy/@ --as narrow');
    expect(removed.stdout).toMatch(/^service\/\S+-node-port deleted\n$/);
    expect([0, 4]).toContain(removed.code);
  });

  it.each(ROWS)('%s: with %s alone it does its work', async (commands, rights, rules, lines) => {
    const { run } = live();
    expect(readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8')).toContain(`| ${commands} | ${rights} |`);
    if (commands === '`remove`') await run('deploy/@ --strategy NodePort --wait=false');
    const user = `row-${commands.replaceAll(/[^a-z]+/gi, '-').toLowerCase()}x`;
    await grant(live(), user, rules);
    for (const [line, codes] of lines) {
      const { code, stdout, stderr } = await run(`${line} --as ${user}`);
      expect(codes, `${line}: ${stdout}${stderr}`).toContain(code);
      expect(`${stdout}${stderr}`, line).not.toMatch(/EP40[12]|fault of expose-plus/);
      if (line === 'list') expect(stderr).not.toMatch(/unknown:/);
    }
    await run('remove deploy/@');
  });

  it('who may only read is told by every command what it may not do, and changes nothing', async () => {
    const { run, api, deployment } = live();
    const reading = RIGHTS.map((rule) => ({ ...rule, verbs: READ }));
    await grant(live(), 'reader', reading);
    const before = asked(await api.client.get(deployment));
    for (const line of LINES) {
      const { code, stdout, stderr } = await run(`${line} --as reader`);
      const writes = line.startsWith('deploy/@');
      expect(code, `${line}: ${stderr}`).toBe(writes ? 1 : 0);
      // All that is served was read, and what is not served holds nothing: no "as far as it could be read".
      if (line.startsWith('remove')) expect(stderr).toContain('Nothing of expose-plus is there.');
      if (writes && !line.includes('Gateway')) expect(stderr, line).toMatch(/missing: (patch|create) (services|ingresses|deployments)/);
      if (line.startsWith('recommend')) expect(stdout).toContain('unknown');
    }
    expect(asked(await api.client.get(deployment))).toEqual(before);
  });

  it('who may not list one kind is told that something of it may be left to remove', async () => {
    const { run } = live();
    const kinds = ['ingresses', 'services'];
    for (const kind of kinds) {
      await grant(
        live(),
        `no-${kind}`,
        RIGHTS.map((rule) => ({ ...rule, resources: rule.resources.filter((resource) => resource !== kind), verbs: READ })).filter(
          ({ resources }) => resources.length > 0,
        ),
      );
      const { code, stderr } = await run(`remove deploy/@ --as no-${kind}`);
      expect(code, stderr).toBe(4);
      expect(stderr).toContain('as far as it could be read');
    }
  });

  it('who may do nothing is told so by every command', async () => {
    const { run } = live();
    for (const line of LINES) {
      const { code, stdout, stderr } = await run(`${line} --as nobody`);
      expect(stderr, line).not.toMatch(/fault of expose-plus|It works/);
      if (line === 'version') expect(code).toBe(0);
      else expect(`${stdout}${stderr}`, line).toMatch(/missing: (get|list) |forbidden/);
      if (line.includes('deploy/@')) expect(code, line).not.toBe(0);
    }
  });

  describe('without one permission no command crashes, none says that it works, and all can be undone', () => {
    it.each(SINGLE)(
      '$verb $resource',
      async (missing) => {
        const { run, api, deployment } = live();
        const user = `without-${missing.verb}-${missing.resource}`;
        await grant(live(), user, without(missing));
        const before = await api.client.get(deployment);
        for (const line of LINES) {
          const { code, stderr } = await run(`${line} --as ${user}`);
          expect(stderr, line).not.toMatch(/fault of expose-plus|It works/);
          expect([0, 1, 3, 4], `${line}: ${stderr}`).toContain(code);
          // What failed names the verb, or what it could not read.
          if (code === 1 && !line.includes('Gateway'))
            expect(stderr, line).toMatch(new RegExp(`missing: ${missing.verb} ${missing.resource}`));
        }
        await run('remove deploy/@');
        const after = await api.client.get(deployment);
        expect(after['spec']).toEqual(before['spec']);
        expect(annotationsOf(after)).toEqual(annotationsOf(before));
      },
      120_000,
    );
  });
});
