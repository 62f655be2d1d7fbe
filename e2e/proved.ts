/**
 * The table of what is proved, made from the report of a run: `node e2e/proved.ts REPORT.json > docs/generated/proved.md`. A run of
 * all tests writes it by itself.
 */
import { readFileSync } from 'node:fs';

/** What a test has shown by traffic, or by a refusal that changed nothing. */
export interface Proof {
  readonly strategy: string;
  /** Protocol or property, in words that a reader of the table understands. */
  readonly what: string;
  /** Implementation that carried the traffic; none where it is Kubernetes itself. */
  readonly by?: string | undefined;
  /** Kind of the workload, where the same is shown with several. */
  readonly kind?: string | undefined;
}

/** Of vitest's JSON report what is needed here. */
export interface TestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly meta?: { readonly proves?: readonly Proof[] };
    }[];
  }[];
}

const strategies = ['ClusterIP', 'NodePort', 'LoadBalancer', 'Ingress', 'Gateway', 'hostPort', 'hostNetwork'];

/** The page of what the tests of every CI run have proved. */
export function provedPage(report: TestReport): string {
  return `# What is proved

Generated from a run of the tests on a real two-node cluster, by what a client outside of it saw. Regenerate with: npm run e2e

${provedTable(report)}`;
}

/** One row for each thing proved of a strategy, in an order that does not depend on the run's. */
export function provedTable(report: TestReport): string {
  const rows = new Map<string, { proof: Proof; kinds: Set<string> }>();
  for (const { status, meta } of report.testResults.flatMap(({ assertionResults }) => assertionResults)) {
    if (status !== 'passed') continue;
    for (const proof of meta?.proves ?? []) {
      const key = [strategies.indexOf(proof.strategy), proof.what, proof.by ?? ''].join('\0');
      const row = rows.get(key) ?? { proof, kinds: new Set() };
      if (proof.kind !== undefined) row.kinds.add(proof.kind);
      rows.set(key, row);
    }
  }
  const lines = [...rows]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { proof, kinds }]) => `| ${[proof.strategy, proof.what, proof.by ?? '', [...kinds].toSorted().join(', ')].join(' | ')} |`);
  return `| strategy | proved | by | workloads |
| --- | --- | --- | --- |
${lines.join('\n')}
`;
}

if (import.meta.main) {
  const [file = ''] = process.argv.slice(2);
  process.stdout.write(provedPage(JSON.parse(readFileSync(file, 'utf8')) as TestReport));
}
