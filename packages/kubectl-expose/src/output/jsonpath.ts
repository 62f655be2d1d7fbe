import { usageError } from '../errors.js';

/**
 * kubectl's JSONPath templates (https://kubernetes.io/docs/reference/kubectl/jsonpath/): text with `{…}` in it, where a path is made of
 * `.name`, `['name']`, `[0]`, `[-1]`, `[1:3]`, `[*]`, `..name`, `[?(@.a=="b")]` and several of them in one `[,]`; `{"\n"}` is text and
 * `{range …}{end}` repeats.
 */
export function jsonpath(template: string, root: unknown, options: { allowMissingKeys: boolean }): string {
  const nodes = parseTemplate(template);
  const rest = [...nodes];
  const text = render(rest, root, root, options);
  if (rest.length > 0) throw wrong(template, '{end} without {range}');
  return text;
}

type Node = { text: string } | { path: Step[] } | { range: Step[] } | 'end';

type Step =
  | { key: string }
  | { deep: string | undefined }
  | { all: true }
  | { slice: { from?: number; to?: number; step: number } }
  | { index: number }
  | { filter: Filter }
  | { union: Step[] }
  | { root: true };

interface Filter {
  left: Step[];
  operator?: '==' | '!=' | '<' | '<=' | '>' | '>=';
  right?: { path: Step[] } | { value: unknown };
}

function wrong(template: string, what: string): Error {
  return usageError(`-o jsonpath=${template}: ${what}`, "kubectl's JSONPath: https://kubernetes.io/docs/reference/kubectl/jsonpath/");
}

function render(nodes: Node[], here: unknown, root: unknown, options: { allowMissingKeys: boolean }): string {
  let out = '';
  while (nodes.length > 0) {
    const node = nodes[0];
    if (node === 'end' || node === undefined) return out;
    nodes.shift();
    if ('text' in node) out += node.text;
    else if ('path' in node) out += follow(node.path, here, root, options).map(show).join(' ');
    else {
      const body = takeBody(nodes);
      for (const item of follow(node.range, here, root, options)) out += render([...body], item, root, options);
    }
  }
  return out;
}

/** Everything up to the `{end}` of a range, which is dropped. */
function takeBody(nodes: Node[]): Node[] {
  const body: Node[] = [];
  let depth = 0;
  for (;;) {
    const node = nodes.shift();
    if (node === undefined) throw wrong('…', '{range} without {end}');
    if (node === 'end') {
      if (depth === 0) return body;
      depth--;
    } else if ('range' in node) depth++;
    body.push(node);
  }
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function parseTemplate(template: string): Node[] {
  // As in kubectl, a bare path needs no braces.
  const text = /^[.[$@]/.test(template.trim()) && !template.includes('{') ? `{${template.trim()}}` : template;
  const nodes: Node[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('{', at);
    if (open < 0) {
      nodes.push({ text: text.slice(at) });
      break;
    }
    if (open > at) nodes.push({ text: text.slice(at, open) });
    const close = closingBrace(text, open);
    if (close < 0) throw wrong(template, 'a { is not closed');
    nodes.push(...parseBraces(text.slice(open + 1, close).trim(), template));
    at = close + 1;
  }
  return nodes;
}

function closingBrace(text: string, open: number): number {
  let quote = '';
  for (let at = open + 1; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === '\\') at++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '}') return at;
  }
  return -1;
}

function parseBraces(inside: string, template: string): Node[] {
  if (inside === 'end') return ['end'];
  const range = /^range\s+(.*)$/s.exec(inside);
  if (range) return [{ range: parsePath(range[1] ?? '', template) }];
  if (/^(["']).*\1$/s.test(inside)) return [{ text: unquote(inside) }];
  return [{ path: parsePath(inside, template) }];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unquote(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/gs, (_, char: string) => ESCAPES[char] ?? char);
}

function parsePath(text: string, template: string): Step[] {
  const steps: Step[] = [];
  let rest = text.trim();
  const first = /^[$@]/.exec(rest);
  if (first) {
    if (first[0] === '$') steps.push({ root: true });
    rest = rest.slice(1);
  }
  while (rest !== '') {
    const deep = /^\.\.(\*|[^.[\s]*)/.exec(rest);
    const dotted = /^\.(\*|(?:\\.|[^.[\]\s\\])+)/s.exec(rest);
    if (deep) {
      steps.push({ deep: deep[1] === '*' || deep[1] === '' ? undefined : deep[1] });
      rest = rest.slice(deep[0].length);
    } else if (rest === '.') {
      rest = '';
    } else if (dotted) {
      steps.push(dotted[1] === '*' ? { all: true } : { key: (dotted[1] ?? '').replaceAll(/\\(.)/gs, '$1') });
      rest = rest.slice(dotted[0].length);
    } else if (rest.startsWith('[')) {
      const close = closingBracket(rest);
      if (close < 0) throw wrong(template, 'a [ is not closed');
      steps.push(parseBrackets(rest.slice(1, close).trim(), template));
      rest = rest.slice(close + 1);
    } else throw wrong(template, `"${rest}" is not understood`);
  }
  return steps;
}

function closingBracket(text: string): number {
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === '\\') at++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '[') depth++;
    else if (char === ']' && --depth === 0) return at;
  }
  return -1;
}

function parseBrackets(inside: string, template: string): Step {
  const filter = /^\?\((.*)\)$/s.exec(inside);
  if (filter) return { filter: parseFilter(filter[1] ?? '', template) };
  const parts = inside.match(/"(?:\\.|[^"])*"|'(?:\\.|[^'])*'|[^,\s]+/gs) ?? [];
  const steps = parts.map((part): Step => {
    if (part === '*') return { all: true };
    if (/^["']/.test(part)) return { key: unquote(part) };
    const slice = /^(-?\d*):(-?\d*)(?::(\d+))?$/.exec(part);
    if (slice) {
      const [, from = '', to = '', step = '1'] = slice;
      return {
        slice: { ...(from === '' ? {} : { from: Number(from) }), ...(to === '' ? {} : { to: Number(to) }), step: Number(step) || 1 },
      };
    }
    if (/^-?\d+$/.test(part)) return { index: Number(part) };
    throw wrong(template, `[${inside}] is not understood`);
  });
  const [only] = steps;
  if (only === undefined) throw wrong(template, '[] is empty');
  return steps.length === 1 ? only : { union: steps };
}

function parseFilter(text: string, template: string): Filter {
  const [, left = text, operator, right = ''] = /^(.*?)\s*(==|!=|<=|>=|<|>)\s*(.*)$/s.exec(text) ?? [];
  const path = parsePath(left.trim(), template);
  if (operator === undefined) return { left: path };
  const literal = right.trim();
  const compared: Filter['right'] = /^[@$]/.test(literal)
    ? { path: parsePath(literal, template) }
    : { value: /^["']/.test(literal) ? unquote(literal) : parseLiteral(literal, template) };
  return { left: path, operator: operator as NonNullable<Filter['operator']>, right: compared };
}

function parseLiteral(text: string, template: string): unknown {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  throw wrong(template, `"${text}" is neither a number, a boolean nor in quotes`);
}

function follow(steps: readonly Step[], here: unknown, root: unknown, options: { allowMissingKeys: boolean }): unknown[] {
  let found = [here];
  for (const step of steps) found = found.flatMap((value) => take(step, value, root, options));
  return found;
}

function take(step: Step, value: unknown, root: unknown, options: { allowMissingKeys: boolean }): unknown[] {
  if ('root' in step) return [root];
  if ('union' in step) return step.union.flatMap((each) => take(each, value, root, options));
  if ('deep' in step) return descendants(value).flatMap((each) => (step.deep === undefined ? [each] : ownValue(each, step.deep)));
  if ('filter' in step) return items(value).filter((item) => holds(step.filter, item, root));
  if ('all' in step) return Array.isArray(value) ? value : Object.values(asRecord(value));
  if ('slice' in step) {
    const { from, to, step: stride } = step.slice;
    return items(value)
      .slice(from ?? 0, to)
      .filter((_, index) => index % stride === 0);
  }
  const found =
    'index' in step ? items(value).slice(step.index, step.index === -1 ? undefined : step.index + 1) : ownValue(value, step.key);
  if (found.length === 0 && !options.allowMissingKeys)
    throw usageError(`-o jsonpath: ${'index' in step ? `[${step.index}]` : step.key} is not found`);
  return found;
}

function holds(filter: Filter, item: unknown, root: unknown): boolean {
  const options = { allowMissingKeys: true };
  const [left] = follow(filter.left, item, root, options);
  if (!filter.operator || !filter.right) return left !== undefined;
  if (left === undefined) return false;
  const right = 'path' in filter.right ? follow(filter.right.path, item, root, options)[0] : filter.right.value;
  if (filter.operator === '==') return left === right;
  if (filter.operator === '!=') return left !== right;
  if (typeof left !== typeof right || (typeof left !== 'number' && typeof left !== 'string')) return false;
  const [a, b] = [left, right as typeof left];
  return { '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b }[filter.operator];
}

function items(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function ownValue(value: unknown, key: string): unknown[] {
  return Object.hasOwn(asRecord(value), key) ? [asRecord(value)[key]] : [];
}

function descendants(value: unknown): unknown[] {
  const below = Array.isArray(value) ? value : Object.values(asRecord(value));
  return [value, ...below.flatMap(descendants)];
}
