import type { Transformed } from './transforms.js';

const ORIGIN = /^[A-Za-z0-9:/.*-]+$/;

/** Origins as one expression for the whole text; `*` alone is all of them, within a name it stands for one label. */
export function originRegex(origins: readonly string[]): Transformed {
  if (origins.length === 1 && origins[0] === '*') return { text: '*' };
  const wrong = origins.find((origin) => !ORIGIN.test(origin) || origin === '*');
  if (wrong !== undefined) return { error: `${wrong} is not an origin such as https://app.example.com` };
  const parts = origins.map((origin) => origin.replaceAll('.', '[.]').replaceAll('*', '[^.]+'));
  return { text: parts.length === 1 ? `^${parts[0]}$` : `^(${parts.join('|')})$` };
}

/** The origins of an expression that `originRegex` wrote. */
export function fromOriginRegex(text: string): string[] | undefined {
  if (text === '*') return ['*'];
  const inner = /^\^\(?([^()]*)\)?\$$/.exec(text)?.[1];
  const origins = inner?.split('|').map((part) => part.replaceAll('[^.]+', '*').replaceAll('[.]', '.'));
  const again = origins === undefined ? undefined : originRegex(origins);
  return again && 'text' in again && again.text === text ? origins : undefined;
}
