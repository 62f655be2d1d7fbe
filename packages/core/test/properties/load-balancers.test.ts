import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeLoadBalancer,
  encodeLoadBalancer,
  LOAD_BALANCER_OPTIONS,
  LOAD_BALANCER_ROWS,
  type KubeObject,
  type LoadBalancerSettings,
} from '@expose-plus/core';
import { ports, requests, settingsOf, supported, type Values } from './load-balancer-requests.js';

const withCodec = LOAD_BALANCER_ROWS.filter(({ codec }) => codec !== undefined).map(({ id, codec }) => [id, codec] as const);

describe.each(withCodec)('%s', (id, codec) => {
  const rules = codec?.options ?? [];
  /** What a request says once what it leaves out is filled in and what needs no word is left out. */
  function normal(asked: Values): Values {
    const out: Values = {};
    for (const option of LOAD_BALANCER_OPTIONS) {
      const own = rules.find((rule) => rule.option === option && rule.default !== undefined)?.default;
      const value = asked[option] ?? own;
      const silent = rules.some((rule) => rule.option === option && rule.transform === 'map' && rule.values?.[String(value)] === '');
      if (value !== undefined && !silent) out[option] = value;
    }
    return out;
  }

  it('reads back what it wrote, and nothing else', () => {
    let seen = 0;
    fc.assert(
      fc.property(requests, ports, (asked, on) => {
        const kept = supported(id, asked, on);
        const encoded = encodeLoadBalancer({ implementation: id, spec: settingsOf(kept), ports: on });
        // A rounded value is another one when it is read back, and said so.
        if (encoded.notes.some(({ message }) => message.includes(' becomes '))) return;
        seen += Object.keys(kept).length;
        const service: KubeObject = {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'web', annotations: encoded.annotations },
          spec: { ...encoded.spec, ports: on },
        };
        const decoded = decodeLoadBalancer(id, service);
        const again = encodeLoadBalancer({ implementation: id, spec: decoded.spec, ports: on });
        expect(decoded.findings).toEqual([]);
        expect({ spec: again.spec, annotations: again.annotations }).toEqual({ spec: encoded.spec, annotations: encoded.annotations });
        expect(sameUnits(decoded.spec)).toEqual(sameUnits(settingsOf(normal(kept))));
      }),
      { numRuns: 300, seed: 6 },
    );
    expect(seen).toBeGreaterThan(200);
  });
});

const MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** Durations in milliseconds, so that 60s is 1m. */
function sameUnits(spec: LoadBalancerSettings): unknown {
  return JSON.parse(
    JSON.stringify(spec, (_, value: unknown) => {
      const match = typeof value === 'string' ? /^([0-9]+)(ms|s|m)$/.exec(value) : null;
      return match ? Number(match[1]) * (MS[match[2] ?? ''] ?? 0) : value;
    }),
  ) as unknown;
}
