import { placeholderOf, takesNext } from '../args/normalise.js';
import type { CommandSpec } from '../commands/command.js';
import type { FlagSpec } from '../flags/flag.js';

const WIDTH = 110;
const COLUMN = 36;
const PROGRAM = 'kubectl expose-plus';

/** Help of one command. Rendered at build into dist/help. */
export function commandHelp(spec: CommandSpec): string {
  const parts = [
    spec.summary,
    ...spec.description.map((text) => wrap(text, 0)),
    section(
      'Usage',
      spec.usage.map((line) => `  ${PROGRAM} ${line}`),
    ),
    section(
      'Examples',
      spec.examples.map(({ what, line }) => `  # ${what}\n  ${PROGRAM} ${line}`),
      '\n\n',
    ),
    ...spec.groups.map((group) => section(group.title, group.flags.filter(isShown).map(flagLines))),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Help without a command. */
export function mainHelp(specs: readonly CommandSpec[]): string {
  const widest = Math.max(...specs.map((spec) => spec.name.length));
  return `${[
    'Make a workload reachable from outside Kubernetes: choose the right way, prove it by traffic, undo it.',
    section('Usage', [`  ${PROGRAM} TYPE/NAME [--strategy STRATEGY] [flags]`, `  ${PROGRAM} COMMAND [flags]`]),
    section(
      'Examples',
      [
        `  # What suits this workload on this cluster?\n  ${PROGRAM} recommend deploy/web`,
        `  # A fixed port on every node\n  ${PROGRAM} deploy/web --strategy NodePort --node-port 30086`,
        `  # Only show the objects\n  ${PROGRAM} -f web.yaml --strategy LoadBalancer --dry-run=client -o yaml`,
        `  # Take it away again\n  ${PROGRAM} remove deploy/web`,
      ],
      '\n\n',
    ),
    section(
      'Commands',
      specs.map((spec) => `  ${spec.name.padEnd(widest + 2)}${spec.summary}`),
    ),
    section('Strategies', [
      '  ClusterIP     a Service, inside the cluster only',
      '  NodePort      a port on every node',
      '  LoadBalancer  an address of the cloud, of MetalLB or the like',
      '  Ingress       a host name and path at an Ingress controller',
      '  Gateway       a route at a Gateway of the Gateway API',
      "  hostPort      a port of the pod's own node",
      "  hostNetwork   the network of the pod's own node",
    ]),
    wrap('Exit codes: 0 done and proved, 1 failed, 2 wrong usage, 3 applied but broken, 4 applied but not proved, 130 interrupted.', 0),
    wrap(`Flags follow the plugin's name: ${PROGRAM} list -n shop. "${PROGRAM} COMMAND --help" has the flags of a command.`, 0),
  ].join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[], between = '\n'): string {
  return lines.length === 0 ? '' : `${title}:\n${lines.join(between)}`;
}

function isShown(flag: FlagSpec): boolean {
  return !flag.hidden && flag.refused === undefined && flag.ignored === undefined;
}

/** `-n, --namespace NAMESPACE`, as it is typed. */
export function flagUsage(flag: FlagSpec): string {
  const names = [flag.name, ...(flag.aliases ?? [])].map((name) => `--${name}`).join(', ');
  const letters = flag.short ? `-${flag.short}, ` : '';
  if (flag.type === 'boolean') return `${letters}${names}${flag.default === 'true' ? '[=false]' : ''}`;
  return takesNext(flag) ? `${letters}${names} ${placeholderOf(flag)}` : `${letters}${names}[=${placeholderOf(flag)}]`;
}

function flagLines(flag: FlagSpec): string {
  const usage = `  ${flag.short ? '' : '    '}${flagUsage(flag)}`;
  const shown = flag.default !== undefined && flag.type !== 'boolean' ? ` (default ${flag.default})` : '';
  const text = wrap(`${flag.summary}${shown}`, COLUMN);
  return usage.length < COLUMN - 1 ? usage + text.slice(usage.length) : `${usage}\n${text}`;
}

/** Breaks a paragraph into lines of at most WIDTH, each indented. */
function wrap(text: string, indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => ' '.repeat(indent) + each).join('\n');
}
