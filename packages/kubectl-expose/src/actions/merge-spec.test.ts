import { expect, it } from 'vitest';
import { mergeSpec } from './merge-spec.js';

it('flags win, blocks are merged, lists are replaced, and neither side changes', () => {
  const under = {
    strategy: 'NodePort',
    ports: [{ port: 80 }],
    nodePort: { ports: { http: 30080, https: 30443 } },
    labels: { a: '1' },
  } as const;
  const file = structuredClone(under) as unknown as Parameters<typeof mergeSpec>[0];
  expect(mergeSpec(file, { ports: [{ port: 81 }], nodePort: { ports: { http: 30081 } }, labels: { b: '2' } })).toEqual({
    strategy: 'NodePort',
    ports: [{ port: 81 }],
    nodePort: { ports: { http: 30081, https: 30443 } },
    labels: { a: '1', b: '2' },
  });
  expect(file).toEqual(under);
});
