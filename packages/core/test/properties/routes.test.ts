import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeRoute,
  DIALECTS,
  encodeRoute,
  ROUTE_OPTIONS,
  type Dialect,
  type KubeObject,
  type OptionRow,
  type RouteOption,
} from '@expose-plus/core';
import { CARRIERS } from '../../src/controllers/carriers/registry.js';
import { requestOf, routeSpecs, supportedSpec, valuesOf, type RouteSpec } from './route-requests.js';

const runs = 150;

describe('requests of routes', () => {
  it('have each option in at least one of twenty', () => {
    const counts = new Map<RouteOption, number>();
    for (const spec of fc.sample(routeSpecs, { numRuns: 2000, seed: 6 }))
      for (const option of valuesOf(spec).keys()) counts.set(option, (counts.get(option) ?? 0) + 1);
    expect(ROUTE_OPTIONS.filter((option) => (counts.get(option) ?? 0) < 100)).toEqual([]);
  });
});

const readable = DIALECTS.filter(({ dialect }) => CARRIERS[dialect.carrier] !== undefined).map(({ dialect }) => dialect);

/** Dialects that do not yet read back all that they write: a test of one that does fails until it is taken out here. */
const OPEN = new Set<string>();

/** The objects that a spec becomes in a dialect. */
function objectsOf(id: string, spec: RouteSpec): { route: KubeObject; service: KubeObject; objects: KubeObject[]; notes: string[] } {
  const request = requestOf(spec);
  const encoded = encodeRoute(id, request);
  expect(encoded.unsupported).toEqual([]);
  const carrier = CARRIERS[encoded.carrier];
  if (!carrier) throw new Error(`${encoded.carrier} cannot be built`);
  const [route, ...more] = carrier.build({
    metadata: {
      name: 'web',
      namespace: 'shop',
      ...(Object.keys(encoded.annotations).length > 0 ? { annotations: encoded.annotations } : {}),
    },
    request,
    encoded,
    backends: encoded.paths.map(() => ({ name: 'web', port: 80 })),
    ...(spec.tls?.mode === 'terminate' ? { secretName: 'web-tls' } : {}),
  });
  if (!route) throw new Error('nothing was built');
  const service: KubeObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop', annotations: encoded.serviceAnnotations },
    spec: {},
  };
  return { route, service, objects: [...more, ...encoded.objects], notes: encoded.notes.map(({ message }) => message) };
}

const MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** As a text in which 60s is 1m, and headers have no order. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    const match = typeof inner === 'string' ? /^([0-9]+)(ms|s|m|h)$/.exec(inner) : null;
    if (match) return Number(match[1]) * (MS[match[2] ?? ''] ?? 0);
    const isMap = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    return isMap ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1))) : inner;
  });
}

/** Two values that a row writes alike: HTTP/2 in the clear is gRPC to a controller that has one word for both. */
function isOneWord({ options }: Dialect, option: RouteOption, one: unknown, other: unknown): boolean {
  const texts = options.filter((rule) => rule.option === option).map(({ values = {} }) => [values[String(one)], values[String(other)]]);
  return texts.some(([a, b]) => a !== undefined && a === b);
}

/** With the paths in one order, since some routes go by the first rule that matches, and without a rewrite of the root to itself. */
function ordered(spec: RouteSpec): RouteSpec {
  const paths = (spec.paths ?? []).map(({ rewrite, ...rest }) => ({
    ...rest,
    ...(rewrite === undefined || (rewrite === '/' && rest.path === '/' && rest.type === 'Prefix') ? {} : { rewrite }),
  }));
  return { ...spec, paths: paths.toSorted((a, b) => ((a.path ?? '/') < (b.path ?? '/') ? -1 : 1)) };
}

function words({ route, service, objects }: ReturnType<typeof objectsOf>): string {
  return plain([route, service, objects]);
}

describe.each(readable.map((dialect) => [dialect.id, dialect] as const))('%s', (id, dialect) => {
  const prove = OPEN.has(id) ? it.fails : it;
  prove('reads back what it wrote: every option, or one that needs no word', () => {
    const seen = new Set<RouteOption>();
    fc.assert(
      fc.property(routeSpecs, (asked) => {
        const spec = supportedSpec(id, asked);
        const built = objectsOf(id, spec);
        // A rounded value is another one when it is read back, and said so.
        if (built.notes.some((message) => message.includes(' becomes '))) return;
        const decoded = decodeRoute(id, built);
        // EP384: what the controller does with the words, not a word.
        expect(decoded.findings.filter(({ level, code }) => level !== 'info' && code !== 'EP384')).toEqual([]);
        const read: RouteSpec = { ...decoded.spec, hosts: decoded.spec.hosts ?? [] };
        expect(read.hosts).toEqual(spec.hosts);
        expect(words(objectsOf(id, read))).toBe(words(built));
        const [before, after] = [valuesOf(ordered(spec)), valuesOf(ordered(read))];
        for (const [option, value] of before) {
          seen.add(option);
          // What needs no word says the same as silence, and is read as such.
          if (after.has(option) && !isOneWord(dialect, option, value, after.get(option)))
            expect({ option, value: plain(after.get(option)) }).toEqual({ option, value: plain(value) });
        }
      }),
      { numRuns: runs, seed: 6 },
    );
    const hasWord = ({ values }: OptionRow): boolean => values === undefined || Object.values(values).some((text) => text !== '');
    const able = dialect.options.filter((rule) => rule.verdict !== 'none' && hasWord(rule)).map(({ option }) => option);
    expect(able.filter((option) => !seen.has(option))).toEqual([]);
  });
});
