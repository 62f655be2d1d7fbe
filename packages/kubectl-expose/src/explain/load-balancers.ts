import { LOAD_BALANCER_ROWS, type LoadBalancerOptionRow, type LoadBalancerRow, type OptionRow } from '@expose-plus/core';

/** How an implementation spells its options, one line each. */
export function wordsOf({ codec }: LoadBalancerRow): (readonly [option: string, text: string])[] {
  return (codec?.options ?? []).map((row) => [row.option, wordOf(row)] as const);
}

/** Who spells an option how. */
export function spellingsOf(option: string): (readonly [id: string, text: string])[] {
  return LOAD_BALANCER_ROWS.flatMap(({ id, codec }) =>
    (codec?.options ?? []).filter((row) => row.option === option).map((row) => [id, wordOf(row)] as const),
  );
}

function wordOf(row: LoadBalancerOptionRow): string {
  const notes = [row.verdict === 'approximate' ? 'approximately' : undefined, conditionOf(row), row.note].filter(
    (text) => text !== undefined,
  );
  return notes.length === 0 ? spellingOf(row) : `${spellingOf(row)} (${notes.join('; ')})`;
}

/** The annotation or field of a row, in words. */
export function spellingOf({ verdict, annotation, attribute, field, values }: LoadBalancerOptionRow): string {
  if (verdict === 'none') return 'cannot be expressed';
  const plain = Object.entries(values ?? {}).flatMap(([value, text]) => (text === '' ? [value] : []));
  const does = plain.length === 0 ? [] : [`${plain.join(', ')} without a word`];
  const key = annotation ?? (field === undefined ? undefined : `spec.${field}`);
  const word = key === undefined ? [] : [attribute === undefined ? key : `${key}: ${attribute}`];
  return [...word, ...does].join('; ');
}

/** When a row counts, in words. */
export function conditionOf({
  when,
  needs,
  excludes,
}: Pick<LoadBalancerOptionRow | OptionRow, 'when' | 'needs' | 'excludes'>): string | undefined {
  const parts = [
    ...Object.entries(when ?? {}).map(([option, texts]) => `with ${option} ${texts.join(' or ')}`),
    ...(needs ?? []).map((option) => `needs ${option}`),
    ...(excludes ?? []).map((option) => `not with ${option}`),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}
