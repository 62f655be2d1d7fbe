// npm run generate: everything that is generated, from the sources that own it.
import { run } from './workspace.mjs';

const { code } = await run('npm', ['run', 'generate', '--workspaces', '--if-present', '--silent']);
process.exit(code);
