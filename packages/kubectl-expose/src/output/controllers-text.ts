import { CONTROLLER_ROWS, controllerGaps, detectControllers, type ControllerFact, type Snapshot } from '@expose-plus/core';

const WORDS = { yes: 'runs', no: 'does not run', unknown: 'whether it runs is unknown' } as const;

/** Whether a controller runs and by what it was recognised, in one line. */
export function verdictOf({ running, evidence }: ControllerFact): string {
  const [seen, ...more] = [...new Set(evidence.map(({ text }) => text))];
  const shown = [seen, ...more.slice(0, 2)].join(', ');
  return `${WORDS[running]} (${shown}${more.length > 2 ? ', …' : ''})`;
}

/** A line for each controller of which there is a trace, and for what may not be read. */
export function controllerLines(snapshot: Snapshot): string[] {
  const found = detectControllers(snapshot).map((fact) => `${titleOf(fact.id)} ${verdictOf(fact)}`);
  const gaps = controllerGaps(snapshot);
  return [
    ...found,
    ...(gaps.length === 0 ? [] : [`${found.length === 0 ? 'which there are' : 'whether there are others'} is unknown: ${gaps.join('; ')}`]),
  ];
}

function titleOf(id: string): string {
  return CONTROLLER_ROWS.find((row) => row.id === id)?.title ?? id;
}
