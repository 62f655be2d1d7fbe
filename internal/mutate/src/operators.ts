/** One way to break a file: the whole new text, and what was done, for the report. */
export interface Mutant {
  line: number;
  what: string;
  text: string;
}

type Rule = readonly [pattern: RegExp, replacement: string | ((match: string) => string)];

const code: readonly Rule[] = [
  [/ === /, ' !== '],
  [/ !== /, ' === '],
  [/ && /, ' || '],
  [/ \|\| /, ' && '],
  [/ \?\? /, ' && '],
  [/\btrue\b/, 'false'],
  [/\bfalse\b/, 'true'],
  [/\.some\(/, '.every('],
  [/\.every\(/, '.some('],
  [/ > /, ' <= '],
  [/ < /, ' >= '],
  [/\b[1-9][0-9]*\b/, (number) => String(Number(number) + 1)],
];

const row: readonly Rule[] = [[/: '[^']+'/, (match) => `${match.slice(0, -1)}-x'`], ...code];

const template: readonly Rule[] = [
  [/\beq /, 'ne '],
  [/\bne /, 'eq '],
  [/\band /, 'or '],
  [/\bor /, 'and '],
  [/^( *[A-Za-z"][^:{}]*): .*$/, '$1: mutated'],
];

const comment = /^\s*(\/\/|\/?\*|#|\{\{-?\s*\/\*)/;
const declaration = /^\s*(import|export (type|interface)|type|interface)\b/;

/** Where a fact comes from and what people read beside it: prose, which decides nothing. */
const prose = /^\s*(source|verified|title|note|why|remedy|description): |^const \w+ = '(\d{4}-\d\d-\d\d|[^']*\.md[^']*)'/;

function rulesFor(path: string): readonly Rule[] {
  if (path.endsWith('.tpl') || path.endsWith('.yaml')) return template;
  return /(controllers|load-balancers|checks|flags)\//.test(path) ? row : code;
}

function linesInBlockComments(lines: readonly string[], opening: RegExp): boolean[] {
  let inside = false;
  return lines.map((line) => {
    const starts = opening.test(line.trimStart());
    const was = inside || starts;
    inside = was && !line.includes('*/');
    return was;
  });
}

/** Every mutant of a file: one a line, by the first rule that changes the line. */
export function mutantsOf(path: string, text: string): Mutant[] {
  const lines = text.split('\n');
  const rules = rulesFor(path);
  const inComment = linesInBlockComments(lines, path.endsWith('.ts') ? /^\/\*/ : /^\{\{-?\s*\/\*/);
  return lines.flatMap((line, index) => {
    if (inComment[index] || comment.test(line) || prose.test(line) || (path.endsWith('.ts') && declaration.test(line))) return [];
    for (const [pattern, replacement] of rules) {
      const changed = typeof replacement === 'string' ? line.replace(pattern, replacement) : line.replace(pattern, replacement);
      if (changed === line) continue;
      const what = `${line.trim()} → ${changed.trim()}`;
      return [{ line: index + 1, what, text: lines.with(index, changed).join('\n') }];
    }
    return [];
  });
}

/** At most `count` of them, spread evenly, always the same ones. */
export function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)] as T);
}
