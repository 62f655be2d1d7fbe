import { provedTable, type TestReport } from './proved.ts';

/** What came of some tests. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Names of the tests that failed. */
  readonly red: readonly string[];
}

/** What one run came to. */
export interface Run extends Counts {
  readonly seconds: number;
}

const today = (): string => new Date().toISOString().slice(0, 10);
const minutes = (seconds: number): string => `${(seconds / 60).toFixed(1)} min`;

/** The page that says what came of running the same tests several times. */
export function repeatedPage(runs: readonly Run[]): string {
  const rows = runs.map(
    ({ passed, failed, skipped, seconds, red }, index) =>
      `| ${index + 1} | ${passed} | ${failed} | ${skipped} | ${minutes(seconds)} | ${red.join('; ')} |`,
  );
  return `# The same tests, run again and again

Made by \`npm run e2e -- --times ${runs.length}\` on ${today()}: all tests on an API server and on a two-node cluster. One that fails
in one run and passes in another is a flake.

| run | passed | failed | left out | time | failed tests |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

/** The page of a run that is not part of every CI run: by which command, when, what it came to, and what it proved. */
export function variantPage(title: string, command: string, counts: Readonly<Record<string, Counts>>, report: TestReport): string {
  const rows = Object.entries(counts).map(([name, { passed, failed, skipped }]) => `| ${name} | ${passed} | ${failed} | ${skipped} |`);
  return `# ${title}

Made by \`${command}\` on ${today()}. CI does not run it each time; the page is as good as its date.

| tests | passed | failed | left out |
| --- | --- | --- | --- |
${rows.join('\n')}

${provedTable(report)}`;
}
