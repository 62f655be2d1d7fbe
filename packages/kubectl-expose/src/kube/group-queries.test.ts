import type { Query } from '@expose-plus/core';
import { describe, expect, it } from 'vitest';
import { groupQueries } from './group-queries.js';

const pods = (more: Partial<Query> = {}): Query => ({ resource: 'pods', apiVersion: 'v1', kind: 'Pod', ...more });

describe('queries', () => {
  it('are asked once', () => {
    expect(groupQueries([pods(), pods(), pods({ namespace: 'a', name: 'x' }), pods({ namespace: 'a', name: 'x' })])).toHaveLength(1);
    expect(groupQueries([pods({ namespace: 'a' }), pods({ namespace: 'b' })])).toHaveLength(2);
  });

  it('stand under the one that answers them too', () => {
    const narrower = [pods({ namespace: 'a' }), pods({ namespace: 'a', labelSelector: 'x' }), pods({ namespace: 'b', name: 'n' })];
    expect(groupQueries([...narrower, pods()])).toEqual([{ query: pods(), narrower }]);
    expect(groupQueries([pods({ namespace: 'a' }), pods({ namespace: 'a', name: 'n' }), pods({ namespace: 'b', name: 'n' })])).toEqual([
      { query: pods({ namespace: 'a' }), narrower: [pods({ namespace: 'a', name: 'n' })] },
      { query: pods({ namespace: 'b', name: 'n' }), narrower: [] },
    ]);
  });

  it('with selectors answer no others', () => {
    expect(groupQueries([pods({ labelSelector: 'x' }), pods({ namespace: 'a', labelSelector: 'x' })])).toHaveLength(2);
    expect(groupQueries([pods({ name: 'n' }), pods({ namespace: 'a' })])).toHaveLength(2);
  });
});
