// npm run e2e: installs and builds, then runs the tests on a real API server and on a real two-node cluster (e2e/run.ts).
import { prepare, run } from './workspace.mjs';

await prepare();
const { code } = await run('node', ['e2e/run.ts', ...process.argv.slice(2)]);
process.exit(code);
