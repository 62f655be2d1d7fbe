import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExposurePort } from '../model/exposure.js';
import type { KubeObject } from '../model/kube.js';
import { readWorkload, type Workload } from '../detect/workload.js';
import { emptyNotes } from './notes.js';
import { checkSettings, portsOfService, resolvePorts, servingContainer, settingOf, type ResolvedPort } from './ports.js';

type Declared = { name?: string; containerPort: number; protocol?: string };

function workloadWith(...containers: { name: string; ports?: Declared[] }[]): Workload {
  const spec = { template: { metadata: { labels: { app: 'web' } }, spec: { containers } } };
  const workload = readWorkload({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec });
  if (!workload) throw new Error('no workload');
  return workload;
}

function resolve(declared: Declared[], wanted: ExposurePort[]): { ports: ResolvedPort[]; codes: string[] } {
  const workload = workloadWith({ name: 'app', ports: declared });
  const container = servingContainer(workload, undefined);
  if (!container) throw new Error('no container');
  const notes = emptyNotes();
  return { ports: resolvePorts(workload, container, wanted, notes), codes: notes.findings.map(({ code }) => code) };
}

const one = [{ containerPort: 8080 }];
const two = [
  { name: 'http', containerPort: 8080 },
  { name: 'metrics', containerPort: 9090 },
];
const dns = [
  { containerPort: 53, protocol: 'UDP' },
  { containerPort: 53, protocol: 'TCP' },
];

describe('resolvePorts', () => {
  const cases: [
    what: string,
    declared: Declared[],
    wanted: ExposurePort[],
    ports: [string | undefined, number, number | string][],
    codes: string[],
  ][] = [
    [
      'all that are declared, names kept',
      two,
      [],
      [
        ['http', 8080, 8080],
        ['metrics', 9090, 9090],
      ],
      [],
    ],
    ['no name for a single unnamed port', one, [], [[undefined, 8080, 8080]], []],
    [
      'names for several unnamed ones',
      [{ containerPort: 80 }, { containerPort: 81 }],
      [],
      [
        ['port-80', 80, 80],
        ['port-81', 81, 81],
      ],
      [],
    ],
    [
      'both protocols of one number',
      dns,
      [],
      [
        ['port-53-udp', 53, 53],
        ['port-53-tcp', 53, 53],
      ],
      [],
    ],
    [
      'both protocols of a number asked for',
      dns,
      [{ name: 'dns', port: 53 }],
      [
        ['dns-udp', 53, 53],
        ['dns-tcp', 53, 53],
      ],
      [],
    ],
    ['one protocol of a number asked for', dns, [{ port: 53, protocol: 'TCP' }], [[undefined, 53, 53]], []],
    ['80 leads to the only declared port, said', one, [{ port: 80 }], [[undefined, 80, 8080]], ['EP301']],
    ['a number that is declared leads to itself', two, [{ port: 9090 }], [['metrics', 9090, 9090]], []],
    ['a number that is not declared among several is refused', two, [{ port: 80 }], [], ['EP154']],
    ['any number when nothing is declared', [], [{ port: 80 }], [[undefined, 80, 80]], []],
    ['a name of the container', two, [{ name: 'http', port: 80 }], [['http', 80, 8080]], []],
    ['a named target stays a name', two, [{ port: 80, targetPort: 'http' }], [['http', 80, 'http']], []],
    ['an unknown named target is refused', two, [{ port: 80, targetPort: 'web' }], [], ['EP155']],
    ['an unknown name alone is refused', two, [{ name: 'web' }], [], ['EP155']],
    ['an undeclared target number is taken, with a warning', two, [{ port: 80, targetPort: 7000 }], [[undefined, 80, 7000]], ['EP302']],
    ['nothing known is refused', [], [], [], ['EP153']],
    [
      'the same twice is refused',
      two,
      [{ port: 8080 }, { port: 8080 }],
      [
        ['http', 8080, 8080],
        ['http', 8080, 8080],
      ],
      ['EP158'],
    ],
  ];
  it.each(cases)('%s', (_, declared, wanted, ports, codes) => {
    const resolved = resolve(declared, wanted);
    expect(resolved.codes).toEqual(codes);
    if (!codes.includes('EP158')) expect(resolved.ports.map(({ name, port, targetPort }) => [name, port, targetPort])).toEqual(ports);
  });

  it('finds a named port in another container of the pod', () => {
    const workload = workloadWith({ name: 'app', ports: one }, { name: 'proxy', ports: [{ name: 'admin', containerPort: 15000 }] });
    const container = servingContainer(workload, undefined);
    const [port] = resolvePorts(workload, container ?? workload.containers[0]!, [{ targetPort: 'admin' }], emptyNotes());
    expect(port).toMatchObject({ container: 'proxy', containerPort: 15000 });
  });

  it('gives names and numbers that a Service may have, or a finding', () => {
    const number = fc.integer({ min: 1, max: 65535 });
    const name = fc.constantFrom('http', 'web', 'dns', undefined);
    const protocol = fc.constantFrom('TCP', 'UDP', undefined);
    const declared = fc.uniqueArray(fc.record({ name, containerPort: number, protocol }), {
      selector: ({ name: key, containerPort }) => key ?? containerPort,
      maxLength: 4,
    });
    const wanted = fc.array(
      fc.record({ name, port: fc.option(number, { nil: undefined }), targetPort: fc.option(number, { nil: undefined }) }),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(declared, wanted, (ports, asked) => {
        const resolved = resolve(JSON.parse(JSON.stringify(ports)) as Declared[], JSON.parse(JSON.stringify(asked)) as ExposurePort[]);
        if (resolved.codes.some((code) => code !== 'EP301' && code !== 'EP302')) return;
        const keys = resolved.ports.map(({ port, protocol: transport }) => `${port}/${transport}`);
        expect(new Set(keys).size).toBe(keys.length);
        if (resolved.ports.length > 1) expect(new Set(resolved.ports.map(({ name: own }) => own ?? '')).size).toBe(resolved.ports.length);
      }),
    );
  });
});

describe('servingContainer', () => {
  it('is the first that declares ports, or the one asked for', () => {
    const workload = workloadWith({ name: 'log' }, { name: 'app', ports: one });
    expect(servingContainer(workload, undefined)?.name).toBe('app');
    expect(servingContainer(workload, 'log')?.name).toBe('log');
    expect(servingContainer(workload, 'none')).toBeUndefined();
  });
});

describe('settings by port', () => {
  const ports: ResolvedPort[] = [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP', containerPort: 8080 }];
  it('go by name, port or container port', () => {
    for (const key of ['http', '80', '8080']) expect(settingOf({ [key]: 30086 }, ports[0]!)).toBe(30086);
    expect(settingOf({ other: 1 }, ports[0]!)).toBeUndefined();
  });

  it('are refused for a port that is not there', () => {
    const notes = emptyNotes();
    checkSettings({ http: 1, web: 2 }, ports, 'spec.nodePort.ports', notes);
    expect(notes.findings).toMatchObject([{ code: 'EP156', field: 'spec.nodePort.ports.web' }]);
  });
});

describe('portsOfService', () => {
  const service: KubeObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: {
      ports: [
        { name: 'http', port: 80, targetPort: 'web' },
        { name: 'admin', port: 81 },
      ],
    },
  };
  it('are those of the Service, resolved to container ports', () => {
    const workload = workloadWith({ name: 'app', ports: [{ name: 'web', containerPort: 8080 }] });
    expect(portsOfService(service, workload, [], emptyNotes())).toEqual([
      { name: 'http', port: 80, targetPort: 'web', protocol: 'TCP', containerPort: 8080, container: 'app' },
      { name: 'admin', port: 81, targetPort: 81, protocol: 'TCP', containerPort: 81 },
    ]);
  });

  it('takes a target port that is asked for, also under a port that the Service does not have', () => {
    const asked = portsOfService(
      service,
      undefined,
      [
        { port: 80, targetPort: 9000 },
        { port: 443, targetPort: 8443 },
      ],
      emptyNotes(),
    );
    expect(asked.map(({ port, targetPort, containerPort }) => [port, targetPort, containerPort])).toEqual([
      [80, 9000, 9000],
      [443, 8443, 8443],
    ]);
  });

  it('can be fewer when asked for, and no others', () => {
    const notes = emptyNotes();
    expect(portsOfService(service, undefined, [{ port: 80 }, { port: 99 }], notes).map(({ port }) => port)).toEqual([80]);
    expect(notes.findings.map(({ code }) => code)).toEqual(['EP154']);
  });
});
