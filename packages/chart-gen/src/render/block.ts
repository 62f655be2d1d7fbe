import type { GoText } from '../template/go-text.js';
import type { Mapping } from '../read.js';

/** Entries that stand for pieces of a template in a tree that is printed. */
export interface Blocks {
  /** `{{ action }}` as a value. */
  value(action: string): string;
  /** A key whose value Helm prints as YAML; always there. */
  entry(key: string, expression: string): Mapping;
  /** A key whose value Helm prints as YAML when it is not empty. */
  optional(key: string, expression: string): Mapping;
  /** A key with a plain value when there is one; 0 and false count. */
  optionalScalar(key: string, expression: string): Mapping;
  /** A key with a list or map that a named template prints; absent when that prints nothing. */
  included(key: string, call: string): Mapping;
  /** Entries that a named template prints, if any. */
  includedEntries(call: string): Mapping;
  /** Entries of a map of values, without those that stand in the template anyway. */
  rest(expression: string, fixed: readonly string[]): Mapping;
  /** Any lines; each is indented by `indent` columns. `N` in a line becomes the number of columns plus what follows `N+`. */
  lines(...lines: readonly string[]): Mapping;
}

/** Makes blocks for one template. */
export function makeBlocks(go: GoText): Blocks {
  const lines = (...text: readonly string[]): Mapping => {
    const render = (indent: number): string =>
      text
        .map((line) => `${' '.repeat(indent)}${line.replaceAll(/\bN\+(\d+)/g, (_, more: string) => String(indent + Number(more)))}`)
        .join('\n');
    return { [go.lines(render)]: null };
  };
  return {
    value: (action) => go.expression(action),
    lines,
    entry: (key, expression) => lines(`${key}:`, `  {{- toYaml ${expression} | nindent N+2 }}`),
    optional: (key, expression) => lines(`{{- with ${expression} }}`, `${key}:`, '  {{- toYaml . | nindent N+2 }}', '{{- end }}'),
    optionalScalar: (key, expression) =>
      lines(`{{- if not (kindIs "invalid" ${expression}) }}`, `${key}: {{ ${expression} }}`, '{{- end }}'),
    included: (key, call) => lines(`{{- with ${call} }}`, `${key}:`, '  {{- . | nindent N+2 }}', '{{- end }}'),
    includedEntries: (call) => lines(`{{- with ${call} }}`, '{{- . | nindent N+0 }}', '{{- end }}'),
    rest: (expression, fixed) =>
      lines(
        fixed.length === 0
          ? `{{- with ${expression} }}`
          : `{{- with omit (${expression} | default dict) ${fixed.map((key) => JSON.stringify(key)).join(' ')} }}`,
        '{{- toYaml . | nindent N+0 }}',
        '{{- end }}',
      ),
  };
}
