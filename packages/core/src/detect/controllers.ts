import { CONTROLLER_ROWS } from '../controllers/rows.js';
import { controllerById, controllerOfIngressClass } from '../controllers/registry.js';
import type { ControllerRow } from '../controllers/row.js';
import { describeRef, type KubeObject } from '../model/kube.js';
import type { Snapshot } from '../model/snapshot.js';
import { entriesOf } from './controller-entries.js';
import { canSayNone, describeGap, findObject, objectsOf } from './coverage.js';
import type { IngressClassFact, IngressClassesFact, Known } from './facts.js';
import { findWorkloads, flagValue, workloadsKnown, type FoundWorkload } from './find-workloads.js';
import { detectPlatform } from './platform.js';
import { dig, record, text, textMap } from './read.js';
import { once } from './once.js';

const DEFAULT_CLASS = 'ingressclass.kubernetes.io/is-default-class';

/**
 * The IngressClasses, told apart by `spec.controller`, with what serves each and how traffic enters it; and classes that a running
 * controller serves without an IngressClass object, by annotation. Sorted by name.
 */
export const detectIngressClasses: (snapshot: Snapshot) => IngressClassesFact = once(readIngressClasses);

function readIngressClasses(snapshot: Snapshot): IngressClassesFact {
  const evidence: string[] = [];
  const known = canSayNone(snapshot, 'ingressclasses.networking.k8s.io');
  if (!known) evidence.push(describeGap(snapshot, 'ingressclasses.networking.k8s.io'));
  if (!workloadsKnown(snapshot)) evidence.push(describeGap(snapshot, 'deployments.apps'));
  const classes = objectsOf(snapshot, 'networking.k8s.io', 'IngressClass').map((object): IngressClassFact => {
    const controllerString = text(dig(object, 'spec', 'controller')) ?? '';
    const row = controllerOfIngressClass(controllerString) ?? controllerByFlag(snapshot, controllerString);
    const isDefault = textMap(object.metadata.annotations)[DEFAULT_CLASS] === 'true';
    const name = object.metadata.name ?? '';
    const served = serve(snapshot, row, controllerString);
    const scope = scopeOf(snapshot, row, object);
    return {
      name,
      controllerString,
      ...(row ? { controller: row.id } : {}),
      isDefault,
      ...(scope === undefined ? {} : { scope }),
      by: 'ingressClassName',
      ...served,
      ...standIn(snapshot, controllerString, served),
    };
  });
  const all = [...classes, ...annotationClasses(snapshot, classes)].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { known: known ? 'yes' : 'unknown', classes: all, evidence };
}

/**
 * The class to write when none was asked for: the default one, else the only one that is served, else the only one there is, even
 * if its controller does not run (so that this can be said). `undefined` when there is a choice to be made.
 */
export function defaultIngressClass(fact: IngressClassesFact): IngressClassFact | undefined {
  const all = fact.classes.filter(
    ({ name, controller }) =>
      !controllerById(controller ?? '')
        ?.fixedClasses?.slice(1)
        .some((other) => other.name === name),
  );
  const able = all.filter((entry) => entry.running !== 'no');
  const marked = able.filter((entry) => entry.isDefault);
  if (marked.length === 1) return marked[0];
  const running = fact.classes.filter((entry) => entry.running === 'yes');
  if (running.length > 0) return running.length === 1 ? running[0] : undefined;
  if (able.length > 0) return able.length === 1 ? able[0] : undefined;
  return all.length === 1 ? all[0] : undefined;
}

/** How far the parameters of a class let the addresses of its Ingresses reach. */
function scopeOf(snapshot: Snapshot, row: ControllerRow | undefined, ingressClass: KubeObject): IngressClassFact['scope'] {
  const { apiGroup, kind, name } = record(dig(ingressClass, 'spec', 'parameters'));
  const group = row?.classParams?.find((own) => own === apiGroup);
  const params = group === undefined ? undefined : findObject(snapshot, group, text(kind) ?? '', text(name) ?? '');
  const scheme = dig(params, 'spec', 'scheme');
  return scheme === 'internal' ? 'internal' : scheme === 'internet-facing' ? 'public' : undefined;
}

function serve(
  snapshot: Snapshot,
  row: ControllerRow | undefined,
  controllerString: string,
): Pick<IngressClassFact, 'running' | 'workloads' | 'args' | 'entries' | 'evidence'> {
  if (!row) {
    return {
      running: 'unknown',
      workloads: [],
      args: [],
      entries: [],
      evidence: [`spec.controller ${controllerString} is not one that is known`],
    };
  }
  const found = findWorkloads(snapshot, row.workloads ?? []).filter((workload) => servesController(row, workload, controllerString));
  return { ...describeFound(snapshot, row, found), args: found.flatMap((workload) => workload.args) };
}

/** Another controller that serves the class in a dialect of its own, where the one that the class names does not run. */
function standIn(
  snapshot: Snapshot,
  controllerString: string,
  own: Pick<IngressClassFact, 'running' | 'evidence'>,
): Partial<IngressClassFact> {
  for (const row of CONTROLLER_ROWS) {
    const { standsIn } = row;
    if (!standsIn) continue;
    const found = findWorkloads(snapshot, row.workloads ?? []).filter(({ args }) => {
      const lower = args.map((arg) => arg.replace(/^--[^=]+/, (flag) => flag.toLowerCase()));
      const isOn = ['', 'true'].includes(flagValue(lower, standsIn.flag) ?? 'false');
      const serves = flagValue(lower, standsIn.controllerFlag.flag) ?? standsIn.controllerFlag.default;
      return isOn && serves === controllerString;
    });
    if (found.length === 0) continue;
    const names = found.map(({ ref }) => describeRef(ref)).join(', ');
    const line = `${row.title} reads Ingresses of ${controllerString} as well: ${names} has ${standsIn.flag}`;
    // Both answer: what the class names counts.
    if (own.running === 'yes') return { evidence: [...own.evidence, line] };
    const described = describeFound(snapshot, row, found);
    return {
      ...described,
      dialect: standsIn.dialect,
      args: found.flatMap((workload) => workload.args),
      evidence: [line, ...described.evidence],
    };
  }
  return {};
}

/** A further copy of a controller serves classes of a name of its own, which only its flag tells. */
function controllerByFlag(snapshot: Snapshot, controllerString: string): ControllerRow | undefined {
  return CONTROLLER_ROWS.find(
    ({ controllerFlag, workloads = [] }) =>
      controllerFlag && findWorkloads(snapshot, workloads).some(({ args }) => flagValue(args, controllerFlag.flag) === controllerString),
  );
}

/** Several copies of one controller are told apart by the flag that names what they serve. */
function servesController(row: ControllerRow, workload: FoundWorkload, controllerString: string): boolean {
  if (!row.controllerFlag) return true;
  return (flagValue(workload.args, row.controllerFlag.flag) ?? row.controllerFlag.default) === controllerString;
}

function describeFound(
  snapshot: Snapshot,
  row: ControllerRow,
  found: FoundWorkload[],
): Omit<IngressClassFact, 'name' | 'controllerString' | 'isDefault' | 'by' | 'args'> {
  const running: Known = found.some((workload) => workload.ready === 'yes')
    ? 'yes'
    : found.length === 0
      ? row.managed || !row.workloads || !workloadsKnown(snapshot)
        ? 'unknown'
        : 'no'
      : found.every((workload) => workload.ready === 'no')
        ? 'no'
        : 'unknown';
  const evidence = found.map(
    (workload) =>
      `${row.title}: ${workload.ref.kind} ${workload.namespace}/${workload.ref.name} ${workload.ready === 'yes' ? 'has a ready pod' : workload.ready === 'no' ? 'has no ready pod' : '(pods not read)'}`,
  );
  if (found.length === 0) {
    evidence.push(
      running === 'no'
        ? `${row.title}: no workload of it was found`
        : row.managed
          ? `${row.title} is run by the provider or as an add-on and need not be visible`
          : `${row.title}: ${describeGap(snapshot, 'deployments.apps')}`,
    );
  }
  return {
    ...(row ? { controller: row.id } : {}),
    running,
    workloads: found.map((workload) => workload.ref),
    entries: entriesOf(snapshot, row, found),
    evidence,
  };
}

/** Classes that a controller serves by annotation because no IngressClass object is its own. */
function annotationClasses(snapshot: Snapshot, classes: readonly IngressClassFact[]): IngressClassFact[] {
  if (!canSayNone(snapshot, 'ingressclasses.networking.k8s.io')) return [];
  const out: IngressClassFact[] = [];
  for (const row of CONTROLLER_ROWS) {
    if (row.fixedClasses && detectPlatform(snapshot).id === row.id)
      for (const { name, scope } of row.fixedClasses) out.push({ ...base(name), scope, ...describeFound(snapshot, row, []), args: [] });
    if (!row.annotationClass) continue;
    const { flag, default: fallback } = row.annotationClass;
    for (const workload of findWorkloads(snapshot, row.workloads ?? [])) {
      const name = (flag === undefined ? undefined : flagValue(workload.args, flag)) || fallback;
      const hasObject = classes.some((entry) => entry.controller === row.id && servesController(row, workload, entry.controllerString));
      if (hasObject || out.some((entry) => entry.name === name && entry.controller === row.id)) continue;
      out.push({ ...base(name), ...describeFound(snapshot, row, [workload]), args: workload.args });
    }
  }
  return out;
}

function base(name: string): Pick<IngressClassFact, 'name' | 'controllerString' | 'isDefault' | 'by'> {
  return { name, controllerString: '', isDefault: false, by: 'annotation' };
}
