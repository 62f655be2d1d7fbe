import {
  CONTROLLER_ROWS,
  DIALECTS,
  ROUTE_OPTIONS,
  type ControllerRow,
  type Dialect,
  type OptionRow,
  type Quirk,
  type RouteOption,
} from '@expose-plus/core';
import { OPTIONS } from '../args/options.js';
import { conditionOf } from '../explain/load-balancers.js';

const NOTE = 'Generated from packages/core/src/controllers. Regenerate with: npm run generate';

/** What the options of a route mean that are no `--option`. */
const OTHERS: Readonly<Partial<Record<RouteOption, string>>> = {
  'tls.mode': 'passthrough: TLS ends at the workload',
  'tls.redirect': 'HTTP is redirected to HTTPS',
  'paths.type': 'how a path is compared',
  'paths.rewrite': 'another prefix in place of the matched one',
  'paths.rewrite.full': 'another path in place of the whole one',
  'access.scope': 'how far an address of its own may reach; elsewhere it is that of the controller',
  'access.allowFrom': 'only these ranges of client addresses',
};

/** docs/generated/controllers.md: what serves Ingresses and Gateways, and how each dialect spells every option of a route. */
export function controllersPage(): string {
  return [
    '# Controllers and their dialects',
    NOTE,
    "What serves Ingress and Gateway objects, how it is recognised, and the words in which it takes the neutral options of a route. `ingress.controller` or `gateway.controller` (`--controller`) names a dialect. An option that is not in a table, or that cannot be expressed, is refused by name (`access.scope` is not: where it has no word, an address reaches as far as the controller's). `exact` means the same; `approximate` differs as the note says.",
    CONTROLLER_ROWS.map(({ id, title }) => `- [${title}](#${id})`).join('\n'),
    ...CONTROLLER_ROWS.map(section),
  ]
    .join('\n\n')
    .concat('\n');
}

function section(row: ControllerRow): string {
  const facts = [
    ['Ingress classes of', (row.ingressControllers ?? []).map(code).join(', ')],
    ['Gateway classes of', (row.gatewayControllers ?? []).map(code).join(', ')],
    ['sends to', row.targets ?? ''],
    ['retired', row.retired ?? ''],
    ['source', `${row.source} (${row.verified})`],
  ].flatMap(([name, text]) => (text === '' ? [] : [`- ${name}: ${text}`]));
  const dialects = row.dialects ?? [];
  return [
    `<a id="${row.id}"></a>\n\n## ${row.title}`,
    facts.join('\n'),
    ...(dialects.length === 0 ? ['It takes host, path and TLS; options are refused by name.'] : dialects.map(dialectSection)),
  ].join('\n\n');
}

function dialectSection({ id, title, carrier, options, defaults, quirks = [], foreign = [] }: Dialect): string {
  const silence = Object.entries(defaults ?? {}).map(([option, value]) => `\`${option}\` ${value}`);
  const lines = options
    .toSorted((a, b) => ROUTE_OPTIONS.indexOf(a.option) - ROUTE_OPTIONS.indexOf(b.option))
    .map(
      (row) =>
        `| ${[`\`${row.option}\``, wordOf(row), row.verdict, noteOf(row), `${row.source} (${row.verified})`].map(cell).join(' | ')} |`,
    );
  const others = foreign.map(
    ({ annotation, why, source, verified }) => `| ${[code(annotation), why, `${source} (${verified})`].map(cell).join(' | ')} |`,
  );
  const habits = quirks.map((quirk) => {
    const about = quirk.options.map(code).join(', ');
    return `| ${[about, quirkWhen(quirk), quirk.note, `${quirk.source} (${quirk.verified})`].map(cell).join(' | ')} |`;
  });
  return [
    `### \`${id}\`: ${title}`,
    `Carried by: ${carrier}.${silence.length === 0 ? '' : ` When nothing is said: ${silence.join(', ')}.`}`,
    ['| option | in its words | verdict | | source |', '|---|---|---|---|---|', ...lines].join('\n'),
    ...(habits.length === 0
      ? []
      : [
          'In some routes an option is taken only approximately:',
          ['| options | where | | source |', '|---|---|---|---|', ...habits].join('\n'),
        ]),
    ...(others.length === 0
      ? []
      : [`Annotations that are read and are no neutral option:`, ['| annotation | why | source |', '|---|---|---|', ...others].join('\n')]),
  ].join('\n\n');
}

function wordOf({ verdict, on, annotation, field, values }: OptionRow): string {
  if (verdict === 'none') return 'cannot be expressed';
  const plain = Object.entries(values ?? {}).flatMap(([value, text]) => (text === '' ? [value] : []));
  const does = plain.length === 0 ? [] : [`${plain.join(', ')} without a word`];
  const key = annotation ?? field;
  const place = on === undefined || on === 'route' ? '' : ` on ${on}`;
  return [...(key === undefined ? [] : [`${code(key)}${place}`]), ...does].join('; ');
}

const PLACES = {
  noRoot: 'no path of the route takes all of the host',
  exactBelowPrefix: 'an exact path is up to six letters longer than a prefix above it',
} as const;

function quirkWhen({ where, pattern, without }: Quirk): string {
  return [
    ...(where === undefined ? [] : [PLACES[where]]),
    ...(pattern === undefined ? [] : [`values of the form ${code(pattern)}`]),
    ...(without === undefined ? [] : [`${code(without)} is left open`]),
  ].join('; ');
}

function noteOf(row: OptionRow): string {
  return [conditionOf(row), row.note].filter((text) => text !== undefined).join('; ');
}

/** The part of docs/generated/options.md that is about routes. */
export function routeOptions(): string[] {
  const rows = ROUTE_OPTIONS.map((option) => {
    const by = (verdict: string): string =>
      DIALECTS.filter(({ dialect }) => bestOf(dialect, option) === verdict)
        .map(({ row, dialect }) => `[${dialect.id}](controllers.md#${row.id})`)
        .join(', ');
    const means = OTHERS[option] ?? OPTIONS[option.replace('options.', '') as keyof typeof OPTIONS];
    return `| \`${option}\` | ${means} | ${by('exact')} | ${by('approximate')} |`;
  });
  return [
    '## Of routes',
    'Which dialect of which controller has which option; all others refuse it by name. How each spells it: [controllers.md](controllers.md).',
    ['| option | means | exact | approximate |', '|---|---|---|---|', ...rows].join('\n'),
  ];
}

/** The best that a dialect can do. */
function bestOf({ options }: Dialect, option: RouteOption): string {
  const able = options.filter((row) => row.option === option && row.verdict !== 'none');
  return able.find(({ verdict }) => verdict === 'exact')?.verdict ?? able[0]?.verdict ?? 'none';
}

const code = (text: string): string => `\`${text}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|');
