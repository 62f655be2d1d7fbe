import { describe, expect, it } from 'vitest';
import { service, workload, type WorkloadParts } from '../../test/fixtures/cluster.js';
import type { ExposurePort } from '../model/exposure.js';
import { guessProtocols } from './protocol.js';
import { PROTOCOLS } from './protocols.js';
import { readWorkload } from './workload.js';

const guess = (name: string, parts: WorkloadParts, asked: ExposurePort[] = []) => {
  const read = readWorkload(workload(name, parts));
  if (!read) throw new Error('no workload');
  return guessProtocols(read, asked);
};
const one = (...args: Parameters<typeof guess>) => guess(...args)[0];

describe('guessProtocols', () => {
  it.each<[string, Record<string, unknown>, string | undefined, string, boolean]>([
    ['port name http', { name: 'http', containerPort: 3000 }, 'http', 'yes', false],
    ['port name https', { name: 'https', containerPort: 3000 }, 'https', 'yes', true],
    ['first word of the name', { name: 'http-web', containerPort: 3000 }, 'http', 'yes', false],
    ['a protocol after a mere transport', { name: 'tcp-redis', containerPort: 7000 }, 'redis', 'no', false],
    ['a mere transport', { name: 'tcp', containerPort: 7000 }, 'tcp', 'no', false],
    ['grpc', { name: 'grpc', containerPort: 7000 }, 'grpc', 'yes', false],
    ['the name beats the number', { name: 'http', containerPort: 6379 }, 'http', 'yes', false],
    ['number 6379', { containerPort: 6379 }, 'redis', 'no', false],
    ['number 5432', { containerPort: 5432 }, 'postgres', 'no', false],
    ['number 3306', { containerPort: 3306 }, 'mysql', 'no', false],
    ['number 27017', { containerPort: 27017 }, 'mongodb', 'no', false],
    ['number 9092', { containerPort: 9092 }, 'kafka', 'no', false],
    ['number 1883', { containerPort: 1883 }, 'mqtt', 'no', false],
    ['number 25', { containerPort: 25 }, 'smtp', 'no', false],
    ['number 22', { containerPort: 22 }, 'ssh', 'no', false],
    ['number 53 over UDP', { containerPort: 53, protocol: 'UDP' }, 'dns', 'no', false],
    ['number 80', { containerPort: 80 }, 'http', 'yes', false],
    ['number 443', { containerPort: 443 }, 'https', 'yes', true],
    ['a number that says nothing', { containerPort: 3000 }, undefined, 'unknown', false],
    ['UDP that says nothing', { containerPort: 3000, protocol: 'UDP' }, undefined, 'no', false],
    ['HTTP over UDP is not for routers', { name: 'http', containerPort: 443, protocol: 'UDP' }, 'http', 'no', false],
  ])('%s', (_, port, protocol, isHttp, tls) => {
    const fact = one('thing', { ports: [port] });
    expect(fact).toMatchObject({ isHttp, tls });
    expect(fact?.protocol).toBe(protocol);
    if (protocol !== undefined) expect(fact?.evidence.length).toBeGreaterThan(0);
  });

  it.each([
    ['docker.io/library/postgres:17', 5000, 'postgres'],
    ['bitnami/mysql', 5000, 'mysql'],
    ['docker.io/bitnamilegacy/mongodb:7', 5000, 'mongodb'],
    ['redis@sha256:0123', 5000, 'redis'],
    ['rabbitmq:4-management', 5000, 'amqp'],
    ['eclipse-mosquitto:2', 5000, 'mqtt'],
    ['registry:5000/nginx', 5000, 'http'],
    ['mcr.microsoft.com/mssql/server:2022', 5000, 'mssql'],
    ['example.org/redis-exporter:1', 5000, undefined],
    ['oliver006/redis_exporter', 5000, undefined],
  ])('image %s', (image, containerPort, protocol) => {
    expect(one('thing', { image, ports: [{ containerPort }] })?.protocol).toBe(protocol);
  });

  it('an image tells only the port that is its own', () => {
    const facts = guess('queue', {
      image: 'rabbitmq:4',
      ports: [{ containerPort: 5672 }, { containerPort: 15672 }, { name: 'metrics', containerPort: 15692 }],
    });
    expect(facts.map(({ protocol, internal }) => [protocol, internal])).toEqual([
      ['amqp', undefined],
      [undefined, 'admin'],
      [undefined, 'metrics'],
    ]);
  });

  it.each([
    [
      'httpGet by number',
      { readinessProbe: { httpGet: { path: '/healthz', port: 3000 } } },
      'http',
      'readinessProbe asks http /healthz of this port',
    ],
    [
      'httpGet over HTTPS',
      { livenessProbe: { httpGet: { port: 3000, scheme: 'HTTPS' } } },
      'https',
      'livenessProbe asks https / of this port',
    ],
    ['a gRPC probe', { startupProbe: { grpc: { port: 3000 } } }, 'grpc', 'startupProbe is a gRPC probe of this port'],
    [
      'a command',
      { readinessProbe: { exec: { command: ['sh', '-c', 'pg_isready -U app'] } } },
      'postgres',
      'readinessProbe runs pg_isready',
    ],
  ])('%s', (_, container, protocol, why) => {
    const fact = one('thing', { ports: [{ containerPort: 3000 }], container });
    expect(fact?.protocol).toBe(protocol);
    expect(fact?.evidence[0]).toBe(why);
  });

  it('a probe of another port says nothing of this one', () => {
    expect(
      one('thing', { ports: [{ containerPort: 3000 }], container: { readinessProbe: { httpGet: { port: 8081 } } } })?.protocol,
    ).toBeUndefined();
  });

  it('a port asked for by the name of a declared one is that one, whatever its number', () => {
    const declared = { ports: [{ name: 'data', containerPort: 7000 }] };
    expect(one('thing', declared, [{ name: 'data', port: 80, appProtocol: 'redis' }])?.protocol).toBe('redis');
  });

  it('appProtocol of the request counts most, and undeclared ports are judged', () => {
    expect(one('thing', { ports: [{ name: 'http', containerPort: 80 }] }, [{ port: 80, appProtocol: 'kubernetes.io/h2c' }])?.protocol).toBe(
      'h2c',
    );
    expect(guess('thing', {}, [{ port: 5432 }])).toMatchObject([{ port: 5432, protocol: 'postgres', container: 'app' }]);
  });

  it('an image on its own port beats the name, and a name beats an image elsewhere', () => {
    const facts = guess('cockroach', {
      image: 'cockroachdb/cockroach:v24',
      ports: [
        { name: 'grpc', containerPort: 26257 },
        { name: 'http', containerPort: 8080 },
      ],
    });
    expect(facts.map((fact) => fact.protocol)).toEqual(['cockroachdb', 'http']);
    expect(one('thing', { image: 'redis', ports: [{ name: 'http', containerPort: 8001 }] })?.protocol).toBe('http');
  });

  it('a Service before it tells, appProtocol first; one that leads elsewhere does not', () => {
    const read = readWorkload(workload('thing', { ports: [{ containerPort: 9080 }, { name: 'side', containerPort: 9081 }] }));
    if (!read) throw new Error('no workload');
    const ask = (...ports: Record<string, unknown>[]) =>
      guessProtocols(read, [], [service('front', { ports })]).map((fact) => fact.protocol);
    expect(ask({ name: 'http', port: 80, targetPort: 9080 })).toEqual(['http', undefined]);
    expect(ask({ name: 'http', port: 9080 })).toEqual(['http', undefined]);
    expect(ask({ name: 'http', port: 80, targetPort: 'side' })).toEqual([undefined, 'http']);
    expect(ask({ name: 'http', port: 80, targetPort: 9080, appProtocol: 'grpc' })).toEqual(['grpc', undefined]);
    expect(guessProtocols(read, [], [service('front', { ports: [{ name: 'http', port: 9080 }] })])[0]?.evidence).toEqual([
      'port name http in Service front',
    ]);
  });

  it.each([
    [{ name: 'store-admin', containerPort: 8081 }, undefined],
    [{ name: 'metrics', containerPort: 9090 }, 'metrics'],
    [{ name: 'http-metrics', containerPort: 9090 }, 'metrics'],
    [{ name: 'admin', containerPort: 9901 }, 'admin'],
    [{ name: 'pprof', containerPort: 6061 }, 'debug'],
    [{ containerPort: 5005 }, 'debug'],
    [{ name: 'health', containerPort: 8081 }, 'health'],
    [{ name: 'http', containerPort: 8080 }, undefined],
  ])('%j is internal: %s', (port, internal) => {
    expect(one('thing', { ports: [port] })?.internal).toBe(internal);
  });

  it('an annotation marks metrics beside other ports, never an only port', () => {
    const podAnnotations = { 'prometheus.io/port': '9797' };
    expect(one('thing', { ports: [{ containerPort: 9797 }], podAnnotations })?.internal).toBeUndefined();
    expect(guess('thing', { ports: [{ containerPort: 80 }, { containerPort: 9797 }], podAnnotations })[1]?.internal).toBe('metrics');
  });

  it.each([
    ['web', { image: 'nginx:1', ports: [{ containerPort: 80 }] }, 'page'],
    ['orders', { ports: [{ name: 'api', containerPort: 80 }] }, 'api'],
    ['orders-api', { ports: [{ containerPort: 80 }] }, 'api'],
    ['storefront', { ports: [{ name: 'http', containerPort: 80 }] }, 'page'],
    ['orders', { ports: [{ name: 'grpc', containerPort: 80 }] }, 'api'],
    ['orders', { ports: [{ name: 'http', containerPort: 80 }] }, undefined],
    ['redis-ui', { ports: [{ containerPort: 6379 }] }, undefined],
  ])('%s with %j is for %s', (name, parts, audience) => {
    expect(one(name, parts)?.audience).toBe(audience);
  });

  it('only these are carried by an HTTP router', () => {
    expect(
      PROTOCOLS.filter((row) => row.http)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(['grpc', 'grpcs', 'h2c', 'http', 'https', 'websocket']);
  });

  it('the command of a probe tells of one port of several only when that is its usual one', () => {
    const readinessProbe = { exec: { command: ['redis-cli', 'ping'] } };
    const ports = [{ containerPort: 6379 }, { containerPort: 7000 }];
    const found = guess('thing', { ports, container: { readinessProbe } });
    expect(found.map(({ protocol }) => protocol)).toEqual(['redis', undefined]);
  });

  it('rows are unique, and carry source and date', () => {
    const ids = PROTOCOLS.map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
    const names = PROTOCOLS.flatMap((row) => row.names);
    expect(new Set(names).size).toBe(names.length);
    for (const row of PROTOCOLS) expect(row.source !== '' && /^\d{4}-\d{2}-\d{2}$/.test(row.verified), row.id).toBe(true);
  });
});
