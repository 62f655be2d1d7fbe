import type { FlagSpec, FlagValues } from './flag.js';

/** What a generated chart looks like. */
export const CHART_FLAGS = [
  {
    name: 'out',
    type: 'string',
    placeholder: 'DIR',
    default: '.',
    completes: 'directory',
    summary: 'Directory in which the chart is made.',
  },
  { name: 'flavor', type: 'string', choices: ['minimal', 'full'], default: 'full', summary: 'How much of the objects becomes values.' },
  {
    name: 'naming',
    type: 'string',
    choices: ['release', 'original'],
    default: 'release',
    summary: "Names with the release's prefix, or as they are, to adopt live objects.",
  },
  {
    name: 'with',
    type: 'string',
    choices: ['ingress-nginx', 'tests'],
    repeatable: true,
    summary: 'Turn on what every chart carries: a controller of its own, the test of helm test.',
  },
  {
    name: 'entry',
    type: 'string',
    choices: ['LoadBalancer', 'NodePort', 'hostPort', 'hostNetwork'],
    summary: 'How traffic enters the embedded controller.',
  },
  { name: 'report', type: 'boolean', summary: 'Say also what became of each field and object.' },
] as const satisfies readonly FlagSpec[];

/** Values of the chart flags. */
export type ChartValues = FlagValues<typeof CHART_FLAGS>;
