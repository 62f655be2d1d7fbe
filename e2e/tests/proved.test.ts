import { expect, it } from 'vitest';
import { provedPage, type Proof } from '../proved.ts';

const report = (...tests: { status: string; proves: Proof[] }[]): Parameters<typeof provedPage>[0] => ({
  testResults: [{ assertionResults: tests.map(({ status, proves }) => ({ status, fullName: 'a test', meta: { proves } })) }],
});
const rows = (page: string): string[] => page.split('\n').filter((line) => /^\| [A-Zh]/.test(line));

it('the table of what is proved takes only tests that passed, in the order of the strategies', () => {
  const page = provedPage(
    report(
      { status: 'passed', proves: [{ strategy: 'hostPort', what: 'HTTP', kind: 'StatefulSet' }] },
      { status: 'failed', proves: [{ strategy: 'NodePort', what: 'UDP' }] },
      { status: 'passed', proves: [{ strategy: 'hostPort', what: 'HTTP', kind: 'Deployment' }] },
      { status: 'passed', proves: [{ strategy: 'NodePort', what: 'TCP', by: 'x' }] },
    ),
  );
  expect(rows(page)).toEqual(['| NodePort | TCP | x |  |', '| hostPort | HTTP |  | Deployment, StatefulSet |']);
});
