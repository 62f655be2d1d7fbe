import { describe, expect, it } from 'vitest';
import type { TargetedSpec } from '../model/exposure.js';
import { dig, records } from '../detect/read.js';
import { plan } from '../verbs/plan.js';
import { ingressNginx, workload } from '../../test/fixtures/cluster.js';
import { clusterOf, made, refusals, request, warnings } from '../../test/fixtures/plan.js';

type Port = { name?: string; containerPort: number; protocol?: string };

function ingress(ports: Port[], spec: Partial<TargetedSpec> = {}): ReturnType<typeof plan> {
  const target = workload('web', { ports, metadata: { uid: 'u' } });
  return plan(clusterOf([target, ...ingressNginx({})]), request({ strategy: 'Ingress', hosts: ['shop.example.com'], ...spec }));
}

function numbers(result: ReturnType<typeof plan>): unknown[] {
  const [rule] = records(dig(made(result, 'Ingress'), 'spec', 'rules'));
  return records(dig(rule, 'http', 'paths')).map((path) => dig(path, 'backend', 'service', 'port', 'number'));
}

describe('the port of a route', () => {
  it.each<[string, Port[], number]>([
    ['the only one', [{ containerPort: 7001 }], 7001],
    [
      'the one that speaks HTTP',
      [
        { name: 'redis', containerPort: 6379 },
        { name: 'http', containerPort: 7001 },
      ],
      7001,
    ],
    [
      'not the metrics',
      [
        { name: 'metrics', containerPort: 9090 },
        { name: 'http', containerPort: 7001 },
      ],
      7001,
    ],
    [
      'the plain one',
      [
        { name: 'https', containerPort: 8443 },
        { name: 'web', containerPort: 7001 },
      ],
      7001,
    ],
    [
      'the one with the usual name',
      [
        { name: 'api', containerPort: 7002 },
        { name: 'http', containerPort: 7001 },
      ],
      7001,
    ],
  ])('is %s', (_, ports, expected) => {
    expect(numbers(ingress(ports))).toEqual([expected]);
  });

  it('is the one asked for, by name or number', () => {
    const ports = [
      { name: 'http', containerPort: 7001 },
      { name: 'other', containerPort: 7002 },
    ];
    expect(numbers(ingress(ports, { paths: [{ path: '/a', port: 'other' }, { path: '/b', port: 7001 }, { path: '/c' }] }))).toEqual([
      7002, 7001, 7001,
    ]);
    expect(refusals(ingress(ports, { paths: [{ port: 'none' }] }))).toEqual(['EP156']);
  });

  it('is refused when nothing tells which', () => {
    expect(
      refusals(
        ingress([
          { name: 'one', containerPort: 7001 },
          { name: 'two', containerPort: 7002 },
        ]),
      ),
    ).toEqual(['EP157']);
  });

  it('must be TCP', () => {
    expect(refusals(ingress([{ containerPort: 53, protocol: 'UDP' }]))).toEqual(['EP209']);
  });

  it.each([
    ['redis', { name: 'redis', containerPort: 6379 }, 'EP305'],
    ['TLS', { name: 'https', containerPort: 8443 }, 'EP327'],
    ['gRPC', { name: 'grpc', containerPort: 50051 }, 'EP327'],
  ])('that speaks %s is warned about', (_, port, code) => {
    expect(warnings(ingress([port]))).toContain(code);
  });

  it('that speaks TLS is fine when the controller is told so', () => {
    expect(warnings(ingress([{ name: 'https', containerPort: 8443 }], { options: { backendProtocol: 'https' } }))).not.toContain('EP327');
  });
});
