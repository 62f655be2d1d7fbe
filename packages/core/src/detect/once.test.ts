import { expect, it } from 'vitest';
import { snapshot } from '../../test/fixtures/cluster.js';
import { once } from './once.js';

it('computes once for each snapshot, also when the answer is undefined', () => {
  const seen: string[] = [];
  const ask = once((shot) => {
    seen.push(shot.namespace);
    return shot.namespace === 'a' ? undefined : shot.namespace;
  });
  const [a, b] = [snapshot({ namespace: 'a' }), snapshot({ namespace: 'b' })];
  expect([ask(a), ask(a), ask(b), ask(b)]).toEqual([undefined, undefined, 'b', 'b']);
  expect(seen).toEqual(['a', 'b']);
});
