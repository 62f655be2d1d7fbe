import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../model/kube.js';
import { dig } from '../detect/read.js';
import { LOAD_BALANCER_OPTIONS, type LoadBalancerOption, type LoadBalancerOptionRow } from './codec.js';
import { decodeLoadBalancer } from './decode.js';
import { encodeLoadBalancer, type LoadBalancerSettings } from './encode.js';
import { loadBalancerById } from './registry.js';
import { LOAD_BALANCER_ROWS } from './rows.js';

interface Words {
  spec?: Record<string, unknown>;
  annotations?: Record<string, string>;
}
interface Case {
  ask: LoadBalancerSettings;
  ports?: { port: number; protocol: string }[];
  gives?: Words;
  refused?: string;
  notes?: string[];
  source: string;
}
interface Table {
  source: string;
  base?: Words;
  cases: Case[];
  /** Options that are refused because the implementation has no word for them. */
  lacks?: LoadBalancerOption[];
  reads?: { service: Words; means: LoadBalancerSettings; findings: string[] }[];
}

const folder = new URL('../../test/load-balancers/', import.meta.url);
const tables = new Map(
  readdirSync(folder).map((file) => [file.replace('.yaml', ''), load(readFileSync(new URL(file, folder), 'utf8')) as Table]),
);
/** Implementations whose every cell is stated, supported or not. */
const COMPLETE = ['aws', 'aws-classic', 'aws-load-balancer-controller', 'azure', 'eks-auto', 'gcp', 'metallb'];

/** A value of each option, for those that are refused. */
const SAMPLE: Readonly<Record<LoadBalancerOption, unknown>> = {
  'access.scope': 'internal',
  'options.targets': 'pod',
  'access.keepClientIP': true,
  'access.allowFrom': ['10.0.0.0/8'],
  'loadBalancer.class': 'example.com/lb',
  'loadBalancer.address': '192.0.2.1',
  'loadBalancer.pool': 'pool',
  'loadBalancer.sharedKey': 'key',
  'loadBalancer.subnets': ['subnet'],
  'loadBalancer.securityGroups': ['group'],
  'loadBalancer.name': 'name',
  'loadBalancer.tags': { team: 'shop' },
  'loadBalancer.crossZone': true,
  'loadBalancer.bandwidth': 100,
  'loadBalancer.idleTimeout': '300s',
  'loadBalancer.proxyProtocol': 'v2',
  'loadBalancer.certificates': ['certificate'],
  'loadBalancer.tlsPorts': [443],
  'loadBalancer.healthCheck.protocol': 'http',
  'loadBalancer.healthCheck.path': '/healthz',
  'loadBalancer.healthCheck.port': 8080,
  'loadBalancer.healthCheck.interval': '10s',
  'loadBalancer.healthCheck.timeout': '5s',
  'loadBalancer.healthCheck.healthyThreshold': 2,
  'loadBalancer.healthCheck.unhealthyThreshold': 2,
};

const ONE_PORT = [{ port: 80, protocol: 'TCP' }];

function settings(option: LoadBalancerOption, value: unknown): LoadBalancerSettings {
  return option.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as LoadBalancerSettings;
}

describe.each([...tables])('%s, as its documentation says', (id, { base = {}, cases, lacks = [], reads = [] }) => {
  const row = loadBalancerById(id);
  const options = row?.codec?.options ?? [];

  it.each(cases.map((one) => [JSON.stringify(one.ask), one] as const))(
    '%s',
    (_, { ask, ports = ONE_PORT, gives, refused, notes = [], source }) => {
      expect(source.length).toBeGreaterThan(8);
      const encoded = encodeLoadBalancer({ implementation: id, spec: ask, ports });
      expect(encoded.unsupported.map(({ code }) => code)).toEqual(refused === undefined ? [] : [refused]);
      for (const { message } of encoded.unsupported) expect(message).toContain(row?.title);
      if (gives === undefined) return;
      expect(encoded.spec).toEqual({ ...base.spec, ...gives.spec });
      expect(encoded.annotations).toEqual({ ...base.annotations, ...gives.annotations });
      expect(encoded.notes.map(({ code }) => code)).toEqual(notes);
    },
  );

  it.each(lacks)('lacks %s, and says so by name', (option) => {
    const { unsupported } = encodeLoadBalancer({ implementation: id, spec: settings(option, SAMPLE[option]), ports: ONE_PORT });
    expect(unsupported).toHaveLength(1);
    expect(unsupported[0]).toMatchObject({ code: option === 'access.allowFrom' ? 'EP286' : 'EP205', field: `spec.${option}` });
    expect(unsupported[0]?.message).toContain(option);
    expect(unsupported[0]?.message).toContain(row?.title);
  });

  it.each(reads.map((one) => [JSON.stringify(one.service), one] as const))('reads %s', (_, { service, means, findings }) => {
    const object = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { annotations: service.annotations ?? {} },
      spec: { ...base.spec, ...service.spec },
    };
    const decoded = decodeLoadBalancer(id, object as KubeObject);
    expect(decoded.spec).toEqual(means);
    expect(decoded.findings.map(({ code }) => code)).toEqual(findings);
  });

  it('has a case for every row that writes something', () => {
    const shown = (rule: LoadBalancerOptionRow): boolean =>
      cases.some(({ ask, gives, ports = ONE_PORT }) => {
        if (gives === undefined) return false;
        if (rule.field !== undefined)
          return gives.spec?.[rule.field] !== undefined || (rule.default !== undefined && base.spec?.[rule.field] !== undefined);
        if (rule.annotation === undefined) return dig(ask, ...rule.option.split('.')) !== undefined;
        const keys = ports.map(
          ({ port, protocol }) => rule.annotation?.replace('{port}', String(port)).replace('{protocol}', protocol) ?? '',
        );
        return keys.some((key) => gives.annotations?.[key]?.includes(rule.attribute ?? '') === true);
      });
    expect(
      options.filter((rule) => rule.verdict !== 'none' && !shown(rule)).map((rule) => `${rule.option} ${rule.annotation ?? ''}`),
    ).toEqual([]);
  });

  if (!COMPLETE.includes(id)) return;
  it('states every option, supported or not', () => {
    const supported = LOAD_BALANCER_OPTIONS.filter((option) => options.some((rule) => rule.option === option && rule.verdict !== 'none'));
    expect([...supported, ...lacks].toSorted()).toEqual([...LOAD_BALANCER_OPTIONS].toSorted());
  });
});

describe('every row', () => {
  const all = LOAD_BALANCER_ROWS.flatMap(({ id, codec }) => (codec?.options ?? []).map((row) => [id, row] as const));

  it('belongs to an implementation with cases', () => {
    const ids = LOAD_BALANCER_ROWS.filter(({ codec }) => codec !== undefined).map(({ id }) => id);
    expect([...tables.keys()].toSorted()).toEqual(ids);
  });

  it.each(all.map(([id, row]) => [`${id} ${row.option}`, row] as const))(
    '%s has a source, a date, and what its verdict needs',
    (_, row) => {
      expect(row.source.length).toBeGreaterThan(8);
      expect(row.verified).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      if (row.verdict !== 'exact') expect(row.note).toBeTruthy();
      if (row.verdict === 'none') expect(row.annotation ?? row.field).toBeUndefined();
      else
        expect(
          row.annotation !== undefined || row.field !== undefined || Object.values(row.values ?? {}).every((text) => text === ''),
        ).toBe(true);
      expect(row.transform === 'map').toBe(row.values !== undefined);
      expect(row.pattern === undefined).toBe(row.expects === undefined);
    },
  );

  it('agrees with the identity about allow-lists', () => {
    for (const { id, codec, sourceRanges } of LOAD_BALANCER_ROWS) {
      if (!codec) continue;
      const rule = codec.options.find(({ option }) => option === 'access.allowFrom');
      expect({ id, no: sourceRanges === 'no' }).toEqual({ id, no: rule === undefined || rule.verdict === 'none' });
    }
  });
});
