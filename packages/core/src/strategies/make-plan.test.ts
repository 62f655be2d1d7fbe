import { expect, it } from 'vitest';
import { deletionRank } from './make-plan.js';

it('deletes what lets traffic in before what stands behind it, and what it does not know last', () => {
  const kinds = ['Widget', 'Secret', 'Service', 'Gateway', 'HTTPRoute', 'Ingress'];
  expect(kinds.toSorted((a, b) => deletionRank(a) - deletionRank(b))).toEqual(kinds.toReversed());
});
