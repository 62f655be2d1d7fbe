import { controllerById, dialectById, DIALECTS, type OwnedDialect } from '../controllers/registry.js';
import { CONTROLLER_ROWS } from '../controllers/rows.js';
import { defaultIngressClass, detectIngressClasses } from '../detect/controllers.js';
import type { IngressClassesFact, IngressClassFact } from '../detect/facts.js';
import type { PlanContext } from './context.js';
import { leaveOpen, note, require } from './notes.js';
import { isSet } from './requirements.js';

/** The class of an Ingress and what serves it. */
export interface ChosenClass {
  name: string;
  /** `controller`: its own kind of route, which needs no class. */
  by: IngressClassFact['by'] | 'controller';
  /** Id of the dialect; absent for a controller that is not known. */
  controller?: string;
  /** Absent when the class was not read. */
  fact?: IngressClassFact;
}

/** Chooses the class, which is always written, and notes whether a controller serves it. */
export function chooseClass(context: PlanContext): ChosenClass | undefined {
  const { snapshot, spec, notes } = context;
  const classes = detectIngressClasses(snapshot);
  const own = dialectById(spec.ingress?.controller ?? '');
  if (own && own.dialect.carrier !== 'Ingress') return chooseController(context, classes, own);
  const asked = isSet(spec.ingress?.className) ? spec.ingress?.className : undefined;
  const fact =
    asked === undefined
      ? forScope(classes, defaultIngressClass(classes), spec.access?.scope)
      : classes.classes.find(({ name }) => name === asked);
  if (fact) checkScope(context, fact);
  checkExistence(context, classes, asked, fact);
  if (fact) checkRunning(context, fact);
  const name = fact?.name ?? asked;
  if (name === undefined) return undefined;
  const controller = chooseDialect(context, fact);
  if (controller !== undefined && controllerById(controller) === undefined && dialectById(controller) === undefined) {
    const known = [...new Set([...CONTROLLER_ROWS.map(({ id }) => id), ...DIALECTS.map(({ dialect }) => dialect.id)])]
      .toSorted()
      .join(', ');
    note(notes, 'EP208', { message: `${controller} is no controller that is known; known are ${known}`, field: 'spec.ingress.controller' });
  }
  return { name, by: fact?.by ?? 'ingressClassName', ...(controller === undefined ? {} : { controller }), ...(fact ? { fact } : {}) };
}

/** Where the class says how far addresses reach, the one of the same controller that reaches as far as asked for. */
function forScope(
  { classes }: IngressClassesFact,
  fact: IngressClassFact | undefined,
  scope: IngressClassFact['scope'],
): IngressClassFact | undefined {
  if (fact?.scope === undefined || scope === undefined || fact.scope === scope) return fact;
  return classes.find((other) => other.controller === fact.controller && other.scope === scope) ?? fact;
}

function checkScope({ spec, notes }: PlanContext, { name, scope }: IngressClassFact): void {
  const asked = spec.access?.scope;
  if (asked === undefined || scope === undefined || asked === scope) return;
  const message = `load balancers of class ${name} are ${scope}, which its controller takes over what an Ingress says, and ${asked} was asked for`;
  note(notes, 'EP163', { message, field: 'spec.access.scope' });
}

/** For a route of the controller's own kind: who runs it counts, and its class only where one is asked for. */
function chooseController(context: PlanContext, { classes, evidence }: IngressClassesFact, { row, dialect }: OwnedDialect): ChosenClass {
  const asked = context.spec.ingress?.className ?? '';
  const fact = classes.find(({ name, controller }) => controller === row.id && (asked === '' || name === asked));
  if (fact) checkRunning(context, fact);
  else leaveOpen(context.notes, 'EP207', `whether ${row.title} is running`, evidence.join('; ') || 'no class of it was found');
  const name = asked === '' ? (fact?.name ?? row.id) : asked;
  return { name, by: asked === '' ? 'controller' : 'ingressClassName', controller: dialect.id, ...(fact ? { fact } : {}) };
}

function checkExistence(
  { notes }: PlanContext,
  { known, classes, evidence }: IngressClassesFact,
  asked: string | undefined,
  fact: IngressClassFact | undefined,
): void {
  const list = classes.map(({ name, controllerString, controller }) => `${name} (${controllerString || controller})`).join(', ');
  const field = 'spec.ingress.className';
  if (fact) {
    require(notes, 'EP206', 'ok', `class ${fact.name} is served by ${fact.controllerString || fact.controller}`);
  } else if (known === 'yes' && classes.length === 0) {
    require(notes, 'EP207', 'broken', `there is no IngressClass${asked === undefined ? '' : ` ${asked}`} and no ingress controller`, {
      field: 'spec.strategy',
    });
  } else if (known === 'yes') {
    const what = asked === undefined ? 'no class is the default' : `there is no class ${asked}`;
    require(notes, 'EP206', 'broken', `${what}; the classes are ${list}`, { field });
  } else if (asked !== undefined) {
    leaveOpen(notes, 'EP206', `whether class ${asked} exists`, evidence.join('; '));
  } else {
    const why = evidence.join('; ');
    note(notes, 'EP161', { message: `Ingress always writes its class, and it is not known which there are: ${why}; set ${field}`, field });
  }
}

function checkRunning({ notes }: PlanContext, { name, running, evidence }: IngressClassFact): void {
  const why = evidence.join('; ');
  if (running === 'yes') require(notes, 'EP207', 'ok', why);
  else if (running === 'no')
    require(notes, 'EP207', 'broken', `no controller of class ${name} is running: ${why}`, { field: 'spec.ingress.className' });
  else leaveOpen(notes, 'EP207', `whether a controller of class ${name} is running`, why);
}

function chooseDialect({ spec, notes }: PlanContext, fact: IngressClassFact | undefined): string | undefined {
  const asked = isSet(spec.ingress?.controller) ? spec.ingress?.controller : undefined;
  const owner = asked === undefined ? undefined : (dialectById(asked)?.row.id ?? asked);
  if (owner !== undefined && fact?.controller !== undefined && owner !== fact.controller) {
    const message = `class ${fact.name} is served by ${fact.controller} (${fact.controllerString}), and ingress.controller is ${asked}`;
    note(notes, 'EP163', { message, field: 'spec.ingress.controller' });
  }
  if (asked !== undefined || fact?.dialect === undefined) return asked ?? fact?.controller;
  // For a dialect that has no rows, those of its controller would be wrong.
  return dialectById(fact.dialect) ? fact.dialect : undefined;
}
