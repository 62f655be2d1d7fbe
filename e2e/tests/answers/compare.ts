import { QUESTIONS, ROUTES, type RouteDefinition } from './routes.ts';

/** What came back by HTTP; status 0 is no answer. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What the plan of a route said before any request: refused, or applied with findings about its paths and options. */
export interface Said {
  readonly refused: boolean;
  readonly findings: readonly Finding[];
}

/** What a plan or a refusal says, as far as it is of interest. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
}

/** The answers of one way in, by route and question, and what was said of each route. */
export interface Answers {
  readonly id: string;
  readonly said: readonly Said[];
  readonly answers: readonly (readonly string[])[];
}

/** One answer that differs between two ways in. */
export interface Difference {
  readonly pair: string;
  readonly route: string;
  readonly question: string;
  readonly answers: readonly [string, string];
  readonly verdicts: readonly string[];
}

const ANSWER_HEADERS = [
  'location',
  'access-control-allow-origin',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-allow-credentials',
  'access-control-max-age',
  'x-frame-options',
  'x-powered-by',
  'www-authenticate',
];
const REQUEST_HEADERS = ['X-From', 'X-Token', 'X-Canary'];

/** The part of an answer that a client or the workload can tell apart, as one line; the host of the route is the same for all. */
export function essence({ status, headers, body }: RawAnswer, host: string): string {
  const texts = ANSWER_HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [`${name}=${wordsOf(name, String(headers[name]))}`]));
  const cookies = [headers['set-cookie'] ?? []].flat().map((cookie) => `cookie=${cookie.split('=')[0]}`);
  const seen = status >= 200 && status < 300 ? seenByWorkload(body) : [];
  return [String(status), ...seen, ...texts, ...cookies].join(' ').replaceAll(host, 'HOST');
}

/** Lists in headers have no order. */
function wordsOf(name: string, value: string): string {
  if (!name.startsWith('access-control-allow-')) return value;
  return value
    .split(',')
    .map((word) => word.trim().toLowerCase())
    .toSorted()
    .join(',');
}

function seenByWorkload(body: string): string[] {
  if (!body.startsWith('{')) return [`body=${body.slice(0, 40)}`];
  const { service, method, path, host, bytes, headers } = JSON.parse(body) as {
    service: string;
    method: string;
    path: string;
    host: string;
    bytes: number;
    headers: Record<string, string[]>;
  };
  const sent = REQUEST_HEADERS.flatMap((name) => (headers[name] ? [`${name}=${headers[name].join(',')}`] : []));
  return [service, method, path, `host=${host}`, `bytes=${bytes}`, ...sent];
}

/** What was said of the options of a route and of its type of path, by code and message; whatever else was said announces nothing. */
function verdictsOf({ findings }: Said, { paths, options, access }: RouteDefinition['spec']): string[] {
  const asked = new Set(['spec.paths[].type']);
  if (paths?.some(({ rewrite }) => rewrite !== undefined)) asked.add('spec.paths[].rewrite');
  if (access?.allowFrom) asked.add('spec.access.allowFrom');
  for (const [key, value] of Object.entries(options ?? {})) {
    const isBlock = typeof value === 'object' && !Array.isArray(value);
    for (const field of isBlock ? Object.keys(value).map((inner) => `${key}.${inner}`) : [key]) asked.add(`spec.options.${field}`);
  }
  return findings.flatMap(({ code, message, field }) => (asked.has(field ?? '') ? [`${code} ${message}`] : []));
}

/** How many of the answers of each two ways in are equal, and each that is not with what was said beforehand. */
export function compare(ways: readonly Answers[]): { equal: Record<string, number>; differences: Difference[] } {
  const equal: Record<string, number> = {};
  const differences: Difference[] = [];
  for (const [index, one] of ways.entries()) {
    for (const other of ways.slice(index + 1)) {
      const pair = `${one.id} and ${other.id}`;
      equal[pair] = 0;
      for (const [route, { name, spec }] of ROUTES.entries()) {
        const said = [one, other].flatMap((way) => way.said[route] ?? []);
        const verdicts = [...new Set(said.flatMap((each) => verdictsOf(each, spec)))];
        for (const [question, asked] of QUESTIONS.entries()) {
          const answers = [one, other].map((way) =>
            way.said[route]?.refused === true ? 'refused' : (way.answers[route]?.[question] ?? ''),
          );
          const [a = '', b = ''] = answers;
          if (a === b && a !== 'refused') equal[pair] += 1;
          else differences.push({ pair, route: name, question: asked.name, answers: [a, b], verdicts });
        }
      }
    }
  }
  return { equal, differences };
}

/** The page of docs/generated. */
export function answersPage(ways: readonly Answers[], { equal, differences }: ReturnType<typeof compare>): string {
  const total = ROUTES.length * QUESTIONS.length;
  const pairs = Object.entries(equal).map(([pair, count]) => `| ${pair} | ${count} of ${total} |`);
  const routes = [...new Set(differences.map(({ route }) => route))];
  const rows = routes.map((route) => {
    const list = differences.filter((difference) => difference.route === route);
    const said = [...new Set(list.flatMap(({ verdicts }) => verdicts))].map((text) => text.replaceAll('|', '\\|'));
    const where = ways.filter(({ said: each }) => each[ROUTES.findIndex(({ name }) => name === route)]?.refused).map(({ id }) => id);
    return `| ${route} | ${list.length} | ${where.join(', ')} | ${said.join('<br>')} |`;
  });
  return `# The same routes through different controllers

Made by the tests on a real cluster: ${ROUTES.length} routes in neutral words are exposed by each way in, and ${QUESTIONS.length} requests are
sent to each from outside. Answers are equal when status, what the workload saw and the headers for the client are. A route that a way in
refuses by name counts as different. Of each of the ${differences.length} differing answers the plan of one of the two said something beforehand, by
an option of the route or its type of path; the tests demand it.

| ways in | equal answers |
| --- | --- |
${pairs.join('\n')}

| route | differing answers of all pairs | refused by | said beforehand |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}
