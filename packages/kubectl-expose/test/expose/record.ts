// Records what the real `kubectl expose` answers: EXPOSE_PLUS_TEST_KUBECONFIG=… node test/expose/record.ts. It needs an API server
// even for a client dry run; nothing is kept there but a namespace, which goes at the end.
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EXPOSE_ROWS, wordsOf } from './table.ts';

const kubeconfig = process.env['EXPOSE_PLUS_TEST_KUBECONFIG'];
if (!kubeconfig) throw new Error('EXPOSE_PLUS_TEST_KUBECONFIG names no API server');
const namespace = 'expose-recording';
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const kubectl = (words: string[]): ReturnType<typeof spawnSync> =>
  spawnSync('kubectl', ['--kubeconfig', kubeconfig, '-n', namespace, ...words], { encoding: 'utf8' });

execFileSync('kubectl', ['--kubeconfig', kubeconfig, 'create', 'namespace', namespace], { stdio: 'ignore' });
try {
  const applied = kubectl(['apply', '-f', here('objects.yaml')]);
  if (applied.status !== 0) throw new Error(String(applied.stderr));
  const answers: Record<string, object> = {};
  for (const { line } of EXPOSE_ROWS) {
    const { status, stdout, stderr } = kubectl(['expose', ...wordsOf(line), '--dry-run=client', '-o', 'json']);
    answers[line] = status === 0 ? { service: JSON.parse(String(stdout)) } : { refused: String(stderr).trim().split('\n')[0] };
  }
  const version = JSON.parse(String(kubectl(['version', '-o', 'json']).stdout));
  const by = { kubectl: version.clientVersion.gitVersion, server: version.serverVersion.gitVersion };
  writeFileSync(here('recorded.json'), `${JSON.stringify({ by, answers }, null, 1)}\n`);
} finally {
  kubectl(['delete', 'namespace', namespace, '--wait=false']);
}
