import type { Finding } from '@expose-plus/core';

/** Input or options from which no chart can be made. All problems are reported together. */
export class ChartError extends Error {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(findings.map(({ message }) => message).join('\n'));
    this.name = 'ChartError';
    this.findings = findings;
  }
}
