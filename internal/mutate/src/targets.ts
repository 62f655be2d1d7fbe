/** Which files are broken, and which tests must notice. */
export interface Target {
  files: RegExp;
  /** Paths or path parts of test files, as vitest takes them. */
  tests: string[];
}

/** The rows, checks, strategies and templates whose faults would reach a user. */
export const TARGETS: readonly Target[] = [
  { files: /^packages\/core\/src\/(strategies|checks)\/.*\.ts$/, tests: ['packages/core'] },
  { files: /^packages\/core\/src\/verbs\/.*\.ts$/, tests: ['packages/core'] },
  { files: /^packages\/core\/src\/(controllers|load-balancers|detect)\/.*\.ts$/, tests: ['packages/core'] },
  { files: /^charts\/exposure-lib\/templates\/.*\.tpl$/, tests: ['packages/chart-gen'] },
];
