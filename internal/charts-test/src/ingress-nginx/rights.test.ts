import { describe, expect, it } from 'vitest';
import { at, helm4, only, template, type Rendered } from '../helm.js';
import { EVERYTHING } from './values.cases.js';

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
  resourceNames?: string[];
}

/** `group/resource[name]: verbs`, sorted, one line a resource. */
function rights(objects: readonly Rendered[], kind: 'Role' | 'ClusterRole'): string[] {
  return (only(objects, kind)['rules'] as Rule[])
    .flatMap(({ apiGroups, resources, verbs, resourceNames }) =>
      apiGroups.flatMap((group) =>
        resources.map((resource) => `${group}/${resource}${resourceNames ? `[${resourceNames.join()}]` : ''}: ${verbs.join(' ')}`),
      ),
    )
    .toSorted();
}

// What the controller asks the API server for, read in kubernetes/ingress-nginx at 52c50467d67d: cmd/nginx/main.go (services, namespaces,
// ingressclasses at start), internal/k8s/main.go (own pod, nodes), internal/ingress/controller/store/store.go (informers, own
// ConfigMap, events), internal/ingress/status/status.go (pods, ingresses, ingresses/status), .../controller/status.go (lease).
const SERVING = [
  '/configmaps: get list watch',
  '/events: create patch',
  '/secrets: get list watch',
  '/services: get list watch',
  'discovery.k8s.io/endpointslices: get list watch',
  'networking.k8s.io/ingresses/status: update',
  'networking.k8s.io/ingresses: get list watch',
];
const OWN = ['/pods: get list', 'coordination.k8s.io/leases[shop-ingress-nginx-leader]: get update'];
const CLASSES = 'networking.k8s.io/ingressclasses: get list watch';

describe(`rights${helm4.note}`, () => {
  it.skipIf(helm4.missing)('in the namespace: what is asked for there, and no more', async () => {
    const objects = await template(helm4);
    expect(rights(objects, 'Role')).toEqual([...SERVING, ...OWN, '/namespaces[web]: get'].toSorted());
    expect(rights(objects, 'ClusterRole')).toEqual([CLASSES]);
  });

  it.skipIf(helm4.missing).for(['NodePort', 'hostPort', 'hostNetwork'])(
    '%s also reads nodes, one at a time, for their addresses',
    async (entry) => {
      expect(rights(await template(helm4, { values: { entry } }), 'ClusterRole')).toEqual(['/nodes: get', CLASSES]);
    },
  );

  it.skipIf(helm4.missing)('and so does the routing that looks at zones', async () => {
    const values = { controller: { extraArgs: { 'enable-topology-aware-routing': '' } } };
    expect(rights(await template(helm4, { values }), 'ClusterRole')).toEqual(['/nodes: get', CLASSES]);
  });

  it.skipIf(helm4.missing)('the whole cluster only when asked for', async () => {
    const objects = await template(helm4, { values: { controller: { scope: { enabled: false } } } });
    expect(rights(objects, 'Role')).toEqual(OWN.toSorted());
    expect(rights(objects, 'ClusterRole')).toEqual([...SERVING, CLASSES].toSorted());
    expect(JSON.stringify(only(objects, 'Deployment'))).not.toContain('--watch-namespace');
  });

  it.skipIf(helm4.missing)('leases are created only where the chart does not make one', async () => {
    const objects = await template(helm4, { values: { controller: { createLease: false } } });
    expect(rights(objects, 'Role')).toContain('coordination.k8s.io/leases: create');
    expect(objects.some(({ kind }) => kind === 'Lease')).toBe(false);
    expect(only(await template(helm4), 'Lease')).not.toHaveProperty('spec');
  });

  it.skipIf(helm4.missing)('bindings lead from the account of the pod to the two roles', async () => {
    const objects = await template(helm4, { values: EVERYTHING });
    const account = at(only(objects, 'Deployment'), 'spec', 'template', 'spec', 'serviceAccountName');
    expect(only(objects, 'ServiceAccount').metadata.name).toBe(account);
    for (const kind of ['Role', 'ClusterRole'] as const) {
      const binding = only(objects, `${kind}Binding`);
      expect(at(binding, 'roleRef')).toEqual({ apiGroup: 'rbac.authorization.k8s.io', kind, name: only(objects, kind).metadata.name });
      expect(at(binding, 'subjects')).toEqual([{ kind: 'ServiceAccount', name: account, namespace: 'web' }]);
    }
  });

  it.skipIf(helm4.missing)('rights and account can be those of somebody else', async () => {
    const objects = await template(helm4, { values: { rbac: { create: false }, serviceAccount: { create: false, name: 'given' } } });
    expect(objects.map(({ kind }) => kind).filter((kind) => /Role|Account/.test(kind))).toEqual([]);
    expect(at(only(objects, 'Deployment'), 'spec', 'template', 'spec', 'serviceAccountName')).toBe('given');
  });

  it.skipIf(helm4.missing)('no hook and no webhook', async () => {
    const objects = await template(helm4, { values: EVERYTHING });
    expect(JSON.stringify(objects)).not.toMatch(/helm\.sh\/hook|Webhook/);
  });
});
