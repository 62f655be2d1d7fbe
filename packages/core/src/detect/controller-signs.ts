import type { ControllerRow } from '../controllers/row.js';
import { CONTROLLER_ROWS } from '../controllers/rows.js';
import { controllerOfGatewayClass, controllerOfIngressClass } from '../controllers/registry.js';
import { describeRef } from '../model/kube.js';
import type { Snapshot } from '../model/snapshot.js';
import { servesGroup } from './apis.js';
import { detectIngressClasses } from './controllers.js';
import { coverageOf, describeGap, objectsOf } from './coverage.js';
import type { ControllerFact, Known } from './facts.js';
import { findWorkloads, workloadsKnown } from './find-workloads.js';
import { once } from './once.js';
import { dig, text } from './read.js';

/**
 * Controllers of which there is a trace, by evidence in a fixed order: a class that names them, its controller string, their API
 * groups, their workloads, their images. A name of a class proves nothing: `nginx` and `haproxy` are names of several. Sorted by id.
 */
export const detectControllers: (snapshot: Snapshot) => ControllerFact[] = once((snapshot) =>
  CONTROLLER_ROWS.flatMap((row) => {
    const evidence = [...bySign(snapshot, row)];
    return evidence.length === 0 ? [] : [{ id: row.id, running: isRunning(snapshot, row), evidence }];
  }),
);

/** What a verdict on controllers rests on. */
const READ = [
  'ingressclasses.networking.k8s.io',
  'gatewayclasses.gateway.networking.k8s.io',
  'deployments.apps',
  'daemonsets.apps',
  'pods',
];

/** What may not be read of that, in words: a controller that is not found may be there all the same. */
export function controllerGaps(snapshot: Snapshot): string[] {
  return READ.filter((resource) => ['forbidden', 'error'].includes(coverageOf(snapshot, resource).state)).map((resource) =>
    describeGap(snapshot, resource),
  );
}

function* bySign(snapshot: Snapshot, row: ControllerRow): Generator<ControllerFact['evidence'][number]> {
  const ingress = objectsOf(snapshot, 'networking.k8s.io', 'IngressClass').map((object) => ({
    kind: 'IngressClass',
    name: object.metadata.name ?? '',
    controller: text(dig(object, 'spec', 'controller')) ?? '',
    owner: controllerOfIngressClass(text(dig(object, 'spec', 'controller')) ?? ''),
  }));
  const gateway = objectsOf(snapshot, 'gateway.networking.k8s.io', 'GatewayClass').map((object) => ({
    kind: 'GatewayClass',
    name: object.metadata.name ?? '',
    controller: text(dig(object, 'spec', 'controllerName')) ?? '',
    owner: controllerOfGatewayClass(text(dig(object, 'spec', 'controllerName')) ?? ''),
  }));
  const own = [...ingress, ...gateway].filter(({ owner }) => owner === row);
  for (const { kind, name } of own) yield { by: 'class', text: `${kind} ${name}` };
  for (const controller of new Set(own.map((entry) => entry.controller))) yield { by: 'controller', text: controller };
  for (const served of detectIngressClasses(snapshot).classes)
    if (served.controller === row.id && !own.some(({ name }) => name === served.name))
      yield { by: 'class', text: served.evidence[0] ?? `class ${served.name}` };
  for (const group of row.apiGroups ?? []) if (servesGroup(snapshot, group) === 'yes') yield { by: 'api', text: `API group ${group}` };
  const matches = row.workloads ?? [];
  const named = findWorkloads(
    snapshot,
    matches.filter(({ labels, name, arg }) => labels ?? name ?? arg),
  );
  for (const found of named) yield { by: 'workload', text: describeRef(found.ref) };
  const byImage = findWorkloads(
    snapshot,
    matches.filter(({ image, labels, name, arg }) => image !== undefined && !(labels ?? name ?? arg)),
  );
  for (const found of byImage) yield { by: 'image', text: `${describeRef(found.ref)} has the image` };
}

function isRunning(snapshot: Snapshot, row: ControllerRow): Known {
  const found = findWorkloads(snapshot, row.workloads ?? []);
  if (found.some(({ ready }) => ready === 'yes')) return 'yes';
  if (found.length > 0) return found.every(({ ready }) => ready === 'no') ? 'no' : 'unknown';
  return row.managed === true || !row.workloads || !workloadsKnown(snapshot) ? 'unknown' : 'no';
}
