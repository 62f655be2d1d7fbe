import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeLoadBalancer, loadBalancerById, LOAD_BALANCER_ROWS, type LoadBalancerSettings } from '@expose-plus/core';
import { parse } from 'yaml';
import { ports, requests, settingsOf, supported } from '../../../core/test/properties/load-balancer-requests.js';
import { LIBRARY } from '../../src/generated/charts.js';
import { helm, helms, inFolder } from '../helm/helm.js';

interface Asked {
  id: string;
  spec: LoadBalancerSettings;
  ports: { port: number; protocol: string }[];
}
interface Table {
  cases: { ask: LoadBalancerSettings; ports?: Asked['ports']; refused?: string }[];
}

// The same cases that core meets, then requests of every kind.
const folder = new URL('../../../core/test/load-balancers/', import.meta.url);
const cases = readdirSync(folder).flatMap((file) =>
  (parse(readFileSync(new URL(file, folder), 'utf8')) as Table).cases.map((one) => ({ ...one, id: file.replace('.yaml', '') })),
);
const asked = (one: (typeof cases)[number]): Asked => ({ id: one.id, spec: one.ask, ports: one.ports ?? [{ port: 80, protocol: 'TCP' }] });
const good = cases.filter(({ refused }) => refused === undefined).map(asked);
const bad = cases.filter(({ refused }) => refused !== undefined).map(asked);
const ids = LOAD_BALANCER_ROWS.filter(({ codec }) => codec !== undefined).map(({ id }) => id);
const any = fc
  .sample(fc.tuple(fc.constantFrom(...ids), requests, ports), { numRuns: Number(process.env['CLOUD_CASES'] ?? 300), seed: 5 })
  .map(([id, values, on]): Asked => ({ id, spec: settingsOf(supported(id, values, on)), ports: on }));

const specOf = ({ id, spec }: Asked): object => ({ ...spec, target: {}, loadBalancer: { ...spec.loadBalancer, implementation: id } });
const chart = (list: Asked[], template: string): Record<string, string> => ({
  'Chart.yaml': 'apiVersion: v2\nname: t\nversion: 0.0.0\ndependencies: [{ name: exposure-lib, version: 0.1.0, repository: "" }]\n',
  ...Object.fromEntries(Object.entries(LIBRARY).map(([path, text]) => [`charts/exposure-lib/${path}`, text])),
  'values.yaml': JSON.stringify({ asked: list.map((one) => ({ spec: specOf(one), ports: one.ports })) }),
  'templates/t.yaml': template,
});
const CALL = '{{ include "exposure-lib.loadBalancer" (merge (dict "component" "web") $one) }}';

for (const program of helms) {
  describe.skipIf(program.path === undefined)(`clouds of the library chart, ${program.id}${program.leftOut}`, () => {
    it.each([
      ['what the documentation says', good],
      ['requests of every kind', any],
    ])('write what core writes: %s', { timeout: 120_000 }, async (_, list) => {
      const template = `{{- range $index, $one := .Values.asked }}\n---\nindex: {{ $index }}\n${CALL}\n{{- end }}\n`;
      const { stdout, stderr, code } = await inFolder(chart(list, template), (path) => helm(program, ['template', 'r', path]));
      expect(code, stderr).toBe(0);
      const documents = stdout.split(/^---$/m).flatMap((text) => (text.includes('index:') ? [parse(text) as Record<string, unknown>] : []));
      expect(documents.length).toBe(list.length);
      for (const { index, ...rest } of documents) {
        const one = list[Number(index)];
        const encoded = encodeLoadBalancer({ implementation: one?.id ?? '', spec: one?.spec ?? {}, ports: one?.ports ?? [] });
        expect(encoded.unsupported).toEqual([]);
        expect(rest, JSON.stringify(one)).toEqual({ fields: encoded.spec, annotations: encoded.annotations });
      }
    });

    it.each(bad.map((one) => [`${one.id} ${JSON.stringify(one.spec)}`, one] as const))('refuses in one line: %s', async (_, one) => {
      const { stderr, code } = await inFolder(chart([one], `{{- $one := first .Values.asked }}${CALL}`), (path) =>
        helm(program, ['template', 'r', path]),
      );
      expect(code).toBe(1);
      const line = /^Error: execution error at \(t\/templates\/t\.yaml:1:\d+\): exposure of web: (.+)$/m.exec(stderr)?.[1];
      expect(line).toContain(loadBalancerById(one.id)?.title);
      const [first] = encodeLoadBalancer({ implementation: one.id, spec: one.spec, ports: one.ports }).unsupported;
      expect(line).toMatch(new RegExp(`^${first?.field?.replace('spec.', '').replaceAll('.', '\\.')}: `));
    });
  });
}
