import { describe, expect, it } from 'vitest';
import { measure, type Manifest } from './measure.js';

const service = (name: string, spec: unknown, labels: Record<string, string> = {}): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, labels } as Manifest['metadata'],
  spec,
});
const counts = (input: Manifest[], rendered: Manifest[]): number[] => {
  const { lost, changed, added } = measure(input, rendered);
  return [lost, changed, added];
};

describe('measure', () => {
  it('finds nothing where only names and Helm labels differ', () => {
    const input = [service('web', { host: 'redis://db:1', a: 1 }, { app: 'web' }), service('db', {}, { app: 'db' })];
    const rendered = [
      service('rel-db', {}, { app: 'db', 'helm.sh/chart': 'x' }),
      service('rel-web', { host: 'redis://rel-db:1', a: 1 }, { app: 'web', 'app.kubernetes.io/instance': 'rel' }),
    ];
    expect(counts(input, rendered)).toEqual([0, 0, 0]);
  });

  it.each([
    ['a lost field', { a: 1, b: 2 }, { a: 1 }, [1, 0, 0]],
    ['a changed field', { a: 1 }, { a: '1' }, [0, 1, 0]],
    ['an added field', { a: 1 }, { a: 1, b: 2 }, [0, 0, 1]],
    ['an empty map that is lost', { a: {} }, { b: 1 }, [1, 0, 1]],
    ['a reference that did not follow', { host: 'web' }, { host: 'web' }, [0, 0, 0]],
    [
      'an item of a list by name',
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
      {
        env: [
          { name: 'B', value: '2' },
          { name: 'A', value: '1' },
        ],
      },
      [0, 0, 0],
    ],
  ])('counts %s', (_, was, is, expected) => expect(counts([service('web', was)], [service('rel-web', is)])).toEqual(expected));

  it('counts whole objects', () => {
    expect(counts([service('web', { a: 1 })], [])).toEqual([5, 0, 0]);
    expect(counts([service('web', {})], [service('web', {}, { 'helm.sh/chart': 'x' })])).toEqual([0, 0, 0]);
    expect(counts([service('web', { a: 1 })], [service('web', { a: 1 }), { ...service('more', {}), kind: 'ConfigMap' }])).toEqual([
      0, 0, 1,
    ]);
  });

  it('counts a conventional label of the input that is gone', () => {
    const input = [service('web', {}, { 'app.kubernetes.io/name': 'web' })];
    expect(counts(input, [service('web', {}, { x: 'y' })])).toEqual([1, 0, 1]);
  });
});
