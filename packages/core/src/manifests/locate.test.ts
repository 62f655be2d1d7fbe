import { describe, expect, it } from 'vitest';
import { locateField } from './locate.js';
import { readManifests } from './read.js';

const TEXT = `# a comment
apiVersion: v1
kind: Service
metadata: {name: one}
---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata:
    name: two
    labels:
      app.kubernetes.io/name: x
  spec:
    ports:
    - name: http
      port: 80
---
{"apiVersion": "v1", "kind": "Service",
 "metadata": {"name": "three"}}
`;
const { objects } = readManifests(TEXT, { file: 'f.yaml' });

function lineOf(index: number, field: string | (string | number)[]): [number, number | undefined] {
  const object = objects[index];
  if (!object) throw new Error('no such object');
  const { file, line, column } = locateField(TEXT, object.location, field);
  expect(file).toBe('f.yaml');
  return [line, column];
}

describe('locateField', () => {
  it('finds fields of plain documents, of items of Lists and of JSON', () => {
    expect(objects.map(({ location }) => location.line)).toEqual([2, 9, 20]);
    expect(lineOf(0, 'metadata.name')).toEqual([4, 12]);
    expect(lineOf(1, 'spec.ports[0].port')).toEqual([18, 7]);
    expect(lineOf(1, 'metadata.labels["app.kubernetes.io/name"]')).toEqual([14, 7]);
    expect(lineOf(1, ['metadata', 'labels', 'app.kubernetes.io/name'])).toEqual([14, 7]);
    expect(lineOf(2, 'metadata.name')).toEqual([21, 15]);
  });

  it('answers with the nearest field around one that does not exist', () => {
    expect(lineOf(1, 'spec.ports[0].nodePort')).toEqual([17, 7]);
    expect(lineOf(1, 'spec.ports[7]')).toEqual([16, 5]);
    expect(lineOf(1, 'status.x')).toEqual([9, 3]);
  });

  it('answers with the object where the text does not fit', () => {
    const place = { file: 'f.yaml', line: 99, column: 1 };
    expect(locateField(TEXT, place, 'spec')).toEqual(place);
    expect(locateField('a: [', { file: 'f', line: 1, column: 1 }, 'a')).toEqual({ file: 'f', line: 1, column: 1 });
  });
});
