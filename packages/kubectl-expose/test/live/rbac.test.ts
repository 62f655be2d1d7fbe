import { describe, expect, it } from 'vitest';
import type { Live } from './setting.js';
import { describeLive } from './setting.js';

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

const READ = ['get', 'list', 'watch'];
/** README: what `apply --strategy NodePort`, `list` and `remove` need in the namespace of the workload. */
const RIGHTS: readonly Rule[] = [
  { apiGroups: [''], resources: ['services'], verbs: [...READ, 'create', 'patch', 'delete'] },
  { apiGroups: [''], resources: ['pods'], verbs: READ },
  { apiGroups: [''], resources: ['events'], verbs: READ },
  { apiGroups: [''], resources: ['secrets'], verbs: READ },
  { apiGroups: ['apps'], resources: ['deployments'], verbs: READ },
  { apiGroups: ['apps'], resources: ['replicasets', 'statefulsets', 'daemonsets'], verbs: READ },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'], verbs: READ },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: READ },
  { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs: READ },
];

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

  describe('without one permission no command crashes, and none says that it works', () => {
    it.each(SINGLE)('$verb $resource', async (missing) => {
      const { run } = live();
      const user = `without-${missing.verb}-${missing.resource}`;
      await grant(live(), user, without(missing));
      for (const line of ['recommend deploy/@', 'deploy/@ --strategy NodePort --timeout 2s', 'list', 'remove deploy/@']) {
        const { code, stderr } = await run(`${line} --as ${user}`);
        expect(stderr, line).not.toMatch(/fault of expose-plus|It works/);
        expect([0, 1, 3, 4], `${line}: ${stderr}`).toContain(code);
        // What failed names the verb, or what it could not read.
        if (code === 1) expect(stderr, line).toMatch(new RegExp(`missing: ${missing.verb} ${missing.resource}`));
      }
      await run('remove deploy/@');
    });
  });
});
