import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPath, leavesOf, mergeBody, parsePath, valueAt, withoutValue, withValue, type PathStep } from './field-path.js';

const port = { containerPort: 8080, protocol: 'TCP' } as const;
const hostPort: PathStep[] = ['spec', 'template', 'spec', 'containers', { name: 'app' }, 'ports', port, 'hostPort'];
const body = { spec: { template: { spec: { containers: [{ name: 'app', ports: [{ ...port, hostPort: 80 }] }] } } } };
const workload = {
  spec: {
    replicas: 2,
    template: { spec: { containers: [{ name: 'side' }, { name: 'app', image: 'web', ports: [{ ...port, name: 'http' }] }] } },
  },
};

describe('paths', () => {
  it('are written as the API server writes them', () => {
    expect(formatPath(hostPort)).toBe('spec.template.spec.containers[name="app"].ports[containerPort=8080,protocol="TCP"].hostPort');
    expect(formatPath(['metadata', 'labels', 'app.kubernetes.io/name'])).toBe('metadata.labels["app.kubernetes.io/name"]');
  });

  it('are read back', () => {
    const name = fc.string({ minLength: 1 });
    const keys = fc.dictionary(fc.stringMatching(/^[a-zA-Z]+$/), fc.oneof(fc.string(), fc.integer()), { minKeys: 1 });
    const steps = fc
      .tuple(
        name,
        fc.array(
          fc.oneof(
            name,
            keys.map((entries) => ({ ...entries })),
          ),
        ),
      )
      .map(([first, rest]) => [first, ...rest]);
    fc.assert(
      fc.property(steps, (path) => {
        expect(parsePath(formatPath(path))).toEqual(path);
      }),
    );
  });

  it('are undefined when they are none', () => {
    for (const text of ['a..b', 'a[b', 'a[b=]', '%']) expect(parsePath(text), text).toBeUndefined();
  });
});

describe('values', () => {
  it('of an apply body are found with their paths', () => {
    expect(leavesOf(body)).toEqual([{ path: hostPort, value: 80 }]);
  });

  it('merge into the item with the same keys, where the protocol defaults to TCP', () => {
    const bare = JSON.parse(JSON.stringify(workload).replace('"protocol":"TCP",', '')) as typeof workload;
    const merged = mergeBody(bare, body);
    expect(merged.spec.template.spec.containers).toEqual([
      { name: 'side' },
      { name: 'app', image: 'web', ports: [{ containerPort: 8080, protocol: 'TCP', name: 'http', hostPort: 80 }] },
    ]);
    expect(valueAt(merged, hostPort)).toBe(80);
  });

  it('make items that were not there', () => {
    const merged = withValue({ spec: {} }, hostPort, 80);
    expect(merged).toEqual(body);
  });

  it('go without a trace', () => {
    expect(withoutValue(mergeBody(workload, body), hostPort)).toEqual(workload);
    expect(withoutValue({ metadata: { name: 'web', labels: { app: 'web' } } }, ['metadata', 'labels', 'app'])).toEqual({
      metadata: { name: 'web' },
    });
  });

  it('that are not there cannot be removed, and nothing is made on the way', () => {
    expect(withoutValue(workload, ['spec', 'template', 'spec', 'containers', { name: 'none' }, 'ports', port, 'hostPort'])).toEqual(
      workload,
    );
    expect(withoutValue({ spec: {} }, ['spec', 'strategy', 'rollingUpdate'])).toEqual({ spec: {} });
  });

  it('never change what they were given', () => {
    const before = JSON.stringify(workload);
    mergeBody(workload, body);
    withoutValue(workload, ['spec', 'replicas']);
    expect(JSON.stringify(workload)).toBe(before);
  });
});
