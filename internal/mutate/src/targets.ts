/** Which files are broken, and which tests must notice. */
export interface Target {
  files: RegExp;
  /** Paths or path parts of test files that see most faults soon; with the test beside a file they run first. */
  first: string[];
  /** Paths or path parts of all test files that may notice, as vitest takes them. */
  tests: string[];
  /** What is generated from the files: the program that does it, and what it writes. */
  generate?: { program: string; writes: string };
}

/** Everything of core but the reader of manifests, which imports none of the files broken here. */
const core = ['packages/core/src', 'packages/core/test/golden', 'packages/core/test/recommend', 'packages/core/test/properties'];

/** The rows, checks, strategies and templates whose faults would reach a user. */
export const TARGETS: readonly Target[] = [
  { files: /^packages\/core\/src\/(strategies|checks|verbs)\/.*\.ts$/, first: ['packages/core/test/golden'], tests: core },
  {
    files: /^packages\/core\/src\/(controllers|load-balancers|detect|listing|recommend)\/.*\.ts$/,
    first: ['packages/core/test/golden'],
    tests: core,
  },
  {
    files: /^charts\/exposure-lib\/templates\/.*\.tpl$/,
    first: ['packages/chart-gen/test/helm/refusals'],
    tests: ['packages/chart-gen/test'],
    generate: { program: 'packages/chart-gen/tasks/generate.mjs', writes: 'packages/chart-gen/src/generated/charts.ts' },
  },
  {
    files: /^charts\/ingress-nginx\/templates\/.*\.(tpl|yaml)$/,
    first: ['internal/charts-test/src/ingress-nginx/render'],
    tests: ['internal/charts-test'],
  },
];
