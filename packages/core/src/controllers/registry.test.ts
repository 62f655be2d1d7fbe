import { describe, expect, it } from 'vitest';
import { ROUTE_OPTIONS } from './dialect.js';
import { controllerById, controllerOfGatewayClass, controllerOfIngressClass, dialectById, DIALECTS } from './registry.js';
import { CONTROLLER_ROWS } from './rows.js';

describe('rows of controllers', () => {
  it('are sorted, unique, and carry source and date', () => {
    const ids = CONTROLLER_ROWS.map((row) => row.id);
    expect(ids).toEqual([...new Set(ids)].toSorted());
    for (const row of CONTROLLER_ROWS) {
      for (const fact of [row, ...(row.dialects ?? []).flatMap(({ options, foreign = [] }) => [...options, ...foreign])]) {
        expect(fact.source.length).toBeGreaterThan(8);
        expect(fact.verified).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      }
    }
  });

  it('claim no controller string twice', () => {
    const strings = CONTROLLER_ROWS.flatMap((row) => row.ingressControllers ?? []);
    expect(new Set(strings).size).toBe(strings.length);
    for (const value of strings)
      expect(
        CONTROLLER_ROWS.filter((row) =>
          row.ingressControllers?.some((own) => own === value || (own.endsWith('/') && value.startsWith(own))),
        ),
        value,
      ).toHaveLength(1);
  });
});

describe.each(DIALECTS.map(({ dialect, row }) => [dialect.id, dialect, row] as const))('dialect %s', (id, dialect, row) => {
  const { options, parts = [], prefixes, foreign = [] } = dialect;

  it('is the only one of its name, and the first one has the name of the controller', () => {
    expect(DIALECTS.filter((other) => other.dialect.id === id)).toHaveLength(1);
    expect(CONTROLLER_ROWS.filter((other) => other.id === id && other !== row)).toEqual([]);
    expect(row.dialects?.[0]?.id).toBe(row.id);
  });

  it('has its options in their order', () => {
    const places = options.map((option) => ROUTE_OPTIONS.indexOf(option.option));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('says where each option stands, and how it differs where it only comes near', () => {
    const known = new Set(['route', 'rule', 'service', ...parts.map((part) => part.id)]);
    for (const option of options) {
      expect(known, option.option).toContain(option.on ?? 'route');
      if (option.verdict !== 'exact') expect(option.note, option.option).toBeTruthy();
      expect(option.transform === 'map', option.option).toBe(option.values !== undefined);
      expect(option.pattern === undefined, option.option).toBe(option.expects === undefined);
      if (option.pattern !== undefined) expect(() => new RegExp(option.pattern ?? '')).not.toThrow();
      if (option.annotation !== undefined)
        expect(
          prefixes.some((prefix) => option.annotation?.startsWith(prefix)),
          option.annotation,
        ).toBe(true);
    }
  });

  it('has a row for each part, and no word that is both an option and none', () => {
    for (const part of parts) expect(options.map(({ on }) => on)).toContain(part.id);
    const words = new Set(options.map(({ annotation }) => annotation));
    for (const word of foreign) {
      expect(words).not.toContain(word.annotation);
      expect(word.why.length, word.annotation).toBeGreaterThan(8);
    }
  });
});

describe('registry', () => {
  it('finds by id, class and gateway class', () => {
    expect(controllerById('traefik')?.title).toBe('Traefik');
    expect(controllerById('none')).toBeUndefined();
    expect(dialectById('ingress-nginx')?.row.title).toBe('ingress-nginx');
    expect(dialectById('none')).toBeUndefined();
    expect(controllerOfIngressClass('k8s.io/ingress-nginx')?.id).toBe('ingress-nginx');
    expect(controllerOfIngressClass('k8s.io/ingress-nginx-2')).toBeUndefined();
    expect(controllerOfIngressClass('haproxy-ingress.github.io/controller/edge')?.id).toBe('haproxy-ingress');
    expect(controllerOfGatewayClass('io.cilium/gateway-controller')?.id).toBe('cilium');
  });
});
