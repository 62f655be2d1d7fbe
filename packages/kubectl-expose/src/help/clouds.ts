import { LOAD_BALANCER_OPTIONS, LOAD_BALANCER_ROWS, type LoadBalancerOption, type LoadBalancerRow } from '@expose-plus/core';
import { LOAD_BALANCER_WORDS } from '../args/load-balancer-words.js';
import { conditionOf, spellingOf } from '../explain/load-balancers.js';
import { routeOptions } from './controllers.js';

const NOTE = 'Generated from packages/core/src/load-balancers. Regenerate with: npm run generate';

/** docs/generated/clouds.md: what implements type LoadBalancer, and how each spells every option. */
export function cloudsPage(): string {
  const known = LOAD_BALANCER_ROWS.filter(({ codec }) => codec !== undefined);
  const others = LOAD_BALANCER_ROWS.filter(({ codec }) => codec === undefined);
  return [
    '# Clouds and other load balancers',
    NOTE,
    'What implements `type: LoadBalancer`, how it is recognised, and the words in which it takes the neutral options. An option that is not in a table, or that cannot be expressed, is refused by name. `exact` means the same; `approximate` differs as the note says.',
    LOAD_BALANCER_ROWS.map(({ id, title }) => `- [${title}](#${id})`).join('\n'),
    ...known.map(section),
    ...others.map(section),
  ]
    .join('\n\n')
    .concat('\n');
}

function section(row: LoadBalancerRow): string {
  const { codec } = row;
  const facts = [
    ['recognised by', recognised(row)],
    ['runs', row.runs],
    ['gives', row.address],
    ['transports', codec && `${codec.protocols.join(', ')}; several in one Service: ${codec.mixed}`],
    [
      'always writes',
      codec?.always &&
        Object.entries(codec.always)
          .map(([key, value]) => `\`${key}: ${value}\``)
          .join(', '),
    ],
    [
      'without a word',
      codec?.defaults &&
        Object.entries(codec.defaults)
          .map(([option, value]) => `\`${option}\` ${value}`)
          .join(', '),
    ],
    ['only when it is made', codec?.createOnly?.map((key) => `\`${key}\``).join(', ')],
    ['note', row.note],
    ['source', `${row.source} (${row.verified})`],
  ].flatMap(([name, text]) => (text === undefined || text === '' ? [] : [`- ${name}: ${text}`]));
  const options = [...(codec?.options ?? [])].toSorted(
    (a, b) => LOAD_BALANCER_OPTIONS.indexOf(a.option) - LOAD_BALANCER_OPTIONS.indexOf(b.option),
  );
  const lines = options.map((option) => {
    const notes = [conditionOf(option), option.note].filter((text) => text !== undefined).join('; ');
    const cells = [`\`${option.option}\``, code(spellingOf(option)), option.verdict, notes, `${option.source} (${option.verified})`];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  const table = ['| option | in its words | verdict | | source |', '|---|---|---|---|---|', ...lines].join('\n');
  return [
    `<a id="${row.id}"></a>\n\n## ${row.title}`,
    `\`loadBalancer.implementation: ${row.id}\``,
    facts.join('\n'),
    ...(lines.length === 0 ? ['Only the plain fields of the Service are written.'] : [table]),
  ].join('\n\n');
}

function recognised({ providerIds, nodeLabels, platform, apiGroups, workloads, classes, byName }: LoadBalancerRow): string {
  const parts = [
    ...(providerIds ?? []).map((id) => `providerID \`${id}\``),
    ...(nodeLabels ?? []).map((label) => `node label \`${label}\``),
    ...(platform === undefined ? [] : [`platform ${platform}`]),
    ...(apiGroups ?? []).map((group) => `API group \`${group}\``),
    ...((workloads ?? []).length === 0 ? [] : ['its workloads']),
    ...(classes ?? []).map((name) => `class \`${name}\``),
    ...(byName === true ? ['its name only'] : []),
  ];
  return parts.join(', ');
}

/** docs/generated/options.md: every neutral option of load balancers and of routes, and who has it. */
export function optionsPage(): string {
  const known = LOAD_BALANCER_ROWS.filter(({ codec }) => codec !== undefined);
  const rows = LOAD_BALANCER_OPTIONS.map((option) => {
    const by = (verdict: string): string[] =>
      known.filter((row) => verdictOf(row, option) === verdict).map(({ id }) => `[${id}](clouds.md#${id})`);
    return `| \`${option}\` | ${LOAD_BALANCER_WORDS[option]} | ${by('exact').join(', ')} | ${by('approximate').join(', ')} |`;
  });
  return [
    '# Neutral options',
    'Generated from packages/core/src/load-balancers and controllers. Regenerate with: npm run generate',
    '## Of load balancers',
    'Who has which option; all others refuse it by name. How each spells it: [clouds.md](clouds.md).',
    ['| option | means | exact | approximate |', '|---|---|---|---|', ...rows].join('\n'),
    ...routeOptions(),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The best that an implementation can do; `none` also where it does a thing anyway and cannot do otherwise. */
function verdictOf({ codec }: LoadBalancerRow, option: LoadBalancerOption): string {
  const rows = (codec?.options ?? []).filter((row) => row.option === option && row.verdict !== 'none');
  const able = rows.filter(({ values }) => Object.values(values ?? { any: 'x' }).some((text) => text !== ''));
  return able.find(({ verdict }) => verdict === 'exact')?.verdict ?? able[0]?.verdict ?? 'none';
}

const code = (text: string): string => (text === 'cannot be expressed' || text === '' ? text : `\`${text}\``);
const cell = (text: string): string => text.replaceAll('|', '\\|');
