// node internal/tools/src/main.ts helm4|helm3|kubectl: prints the path of the program, or why there is none (exit code 1).
import { SOURCES, type ToolId } from './releases.ts';
import { tool } from './tool.ts';

const id = process.argv[2] ?? '';
if (!Object.hasOwn(SOURCES, id)) {
  process.stderr.write(`usage: main.ts ${Object.keys(SOURCES).join('|')}\n`);
  process.exit(2);
}
const result = await tool(id as ToolId);
if ('path' in result) process.stdout.write(`${result.path}\n`);
else {
  process.stderr.write(`${result.missing}\n`);
  process.exit(1);
}
