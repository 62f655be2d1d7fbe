// Regenerates what is generated and fails when a file differs from what stood there.
import { run } from './workspace.mjs';

/** What git sees changed, with contents. */
async function state() {
  const status = await run('git', ['status', '--porcelain', '--untracked-files=all'], { capture: true });
  const diff = await run('git', ['diff', 'HEAD'], { capture: true });
  return { status: status.stdout, diff: diff.stdout };
}

const before = await state();
const made = await run('npm', ['run', '--silent', 'generate'], { capture: true });
if (made.code !== 0) {
  console.log(`${made.stdout}${made.stderr}\nnpm run generate failed`);
  process.exit(1);
}
const after = await state();
if (before.status !== after.status || before.diff !== after.diff) {
  console.log(`Generated files were stale; npm run generate has mended them, commit the result:\n${after.status}`);
  process.exit(1);
}
