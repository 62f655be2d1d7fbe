import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listExposed, listNeeds, recommend } from '@expose-plus/core';
import { UserError } from '../errors.js';
import type { Io } from '../io.js';
import { readSnapshotFile } from './snapshot-file.js';

const RIGHT = {
  apiVersion: 'expose-plus.dev/v1alpha1',
  kind: 'Snapshot',
  takenAt: '',
  namespace: 'shop',
  server: 'unknown',
  objects: [],
  coverage: [],
};
const readFrom = (value: unknown): ReturnType<typeof readSnapshotFile> =>
  readSnapshotFile('snap.json', { readFile: () => (typeof value === 'string' ? value : JSON.stringify(value)) } as unknown as Io);

describe('a snapshot file', () => {
  it('is read as JSON or YAML', () => {
    expect(readFrom(RIGHT)).toEqual(RIGHT);
    const yaml = Object.entries(RIGHT).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
    expect(readFrom(`metadata: { name: x }\n${yaml.join('')}`)).toMatchObject({ kind: 'Snapshot', namespace: 'shop' });
  });

  it.each([
    [{ ...RIGHT, kind: 'Exposure' }],
    [{ ...RIGHT, objects: [null] }],
    [{ ...RIGHT, objects: [{ apiVersion: 'v1', kind: 'Pod', metadata: null }] }],
    [{ ...RIGHT, objects: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: false } }] }],
    [{ ...RIGHT, objects: [{ apiVersion: 'v1', kind: 'Pod', metadata: { ownerReferences: [null] } }] }],
    [{ ...RIGHT, coverage: [null] }],
    [{ ...RIGHT, coverage: [5] }],
    [{ ...RIGHT, coverage: [{ resource: 'pods' }] }],
    [{ ...RIGHT, server: null }],
    [{ ...RIGHT, server: { version: 'v1.37.2' } }],
    [{ ...RIGHT, namespace: 5 }],
    [[]],
    ['hello'],
  ])('%j is none', (value) => {
    expect(() => readFrom(value)).toThrow(UserError);
  });

  it('of any content is refused or answered, never a fault', () => {
    const kinds = ['Service', 'Ingress', 'Pod', 'Deployment', 'Node', 'Gateway', 'HTTPRoute', 'EndpointSlice', 'IngressClass'];
    const object = fc.record({
      apiVersion: fc.constantFrom('v1', 'apps/v1', 'networking.k8s.io/v1', 'gateway.networking.k8s.io/v1', 'discovery.k8s.io/v1'),
      kind: fc.constantFrom(...kinds),
      metadata: fc.record(
        {
          name: fc.oneof(fc.constant('x'), fc.string()),
          namespace: fc.constantFrom('shop', 'other'),
          labels: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.constant({ 'kubernetes.io/service-name': 'x' })),
          ownerReferences: fc.array(fc.dictionary(fc.constantFrom('kind', 'name', 'apiVersion', 'controller'), fc.jsonValue())),
        },
        { requiredKeys: [] },
      ),
      spec: fc.jsonValue(),
      status: fc.jsonValue(),
    });
    const row = fc.record({
      resource: fc.constantFrom(...listNeeds().map(({ resource }) => resource)),
      state: fc.constantFrom('complete', 'x'),
    });
    const file = fc.record({ objects: fc.array(object, { maxLength: 8 }), coverage: fc.array(row) });
    let read = 0;
    fc.assert(
      fc.property(file, (parts) => {
        let snapshot: ReturnType<typeof readSnapshotFile>;
        try {
          snapshot = readFrom({ ...RIGHT, ...parts });
        } catch (error) {
          return error instanceof UserError;
        }
        read += 1;
        listExposed(snapshot);
        const exposure = {
          apiVersion: 'expose-plus.dev/v1alpha1',
          kind: 'Exposure',
          metadata: {},
          spec: { target: { kind: 'Deployment', name: 'x' } },
        } as const;
        return recommend(snapshot, exposure).ratings.length === 7;
      }),
      { numRuns: 300 },
    );
    expect(read).toBeGreaterThan(150);
  });
});
