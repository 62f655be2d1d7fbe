import { expect, it } from 'vitest';
import { painter, useColor } from './color.js';

const at = (isTTY: boolean, env: Record<string, string> = {}) => ({ env, isTTY: { stdin: isTTY, stdout: isTTY, stderr: isTTY } });

it.each<[string, 'auto' | 'always' | 'never', boolean, Record<string, string>, boolean]>([
  ['a terminal', 'auto', true, {}, true],
  ['a pipe', 'auto', false, {}, false],
  ['NO_COLOR', 'auto', true, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR', 'auto', true, { NO_COLOR: '' }, true],
  ['FORCE_COLOR on a pipe', 'auto', false, { FORCE_COLOR: '1' }, true],
  ['a dumb terminal', 'auto', true, { TERM: 'dumb' }, false],
  ['--color=always on a pipe', 'always', false, { NO_COLOR: '1' }, true],
  ['--color=never on a terminal', 'never', true, {}, false],
])('%s', (_, choice, isTTY, env, expected) => expect(useColor(choice, at(isTTY, env), 'stdout')).toBe(expected));

it('paints only when it is on', () => {
  expect(painter(true).red('no')).toBe('\u001b[31mno\u001b[39m');
  expect(painter(false).red('no')).toBe('no');
});
