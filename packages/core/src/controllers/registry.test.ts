import { describe, expect, it } from 'vitest';
import { controllerById, controllerOfGatewayClass, controllerOfIngressClass } from './registry.js';
import { CONTROLLER_ROWS } from './rows.js';

describe('rows of controllers', () => {
  it('are sorted, unique, and carry source and date', () => {
    const ids = CONTROLLER_ROWS.map((row) => row.id);
    expect(ids).toEqual([...new Set(ids)].toSorted());
    for (const row of CONTROLLER_ROWS) {
      for (const fact of [row, ...(row.dialect?.options ?? [])]) {
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

  it('have sorted options, each with an annotation or a verdict none, and a note where they only come near', () => {
    for (const { dialect } of CONTROLLER_ROWS) {
      const options = dialect?.options ?? [];
      expect(options.map((row) => row.option)).toEqual(options.map((row) => row.option).toSorted());
      for (const row of options) {
        if (row.verdict !== 'none') expect(row.annotation?.startsWith(dialect?.prefix ?? '?'), row.option).toBe(true);
        if (row.verdict === 'approximate') expect(row.note, row.option).toBeTruthy();
        expect(row.transform === 'map', row.option).toBe(row.values !== undefined);
      }
    }
  });
});

describe('registry', () => {
  it('finds by id, class and gateway class', () => {
    expect(controllerById('traefik')?.title).toBe('Traefik');
    expect(controllerById('none')).toBeUndefined();
    expect(controllerOfIngressClass('k8s.io/ingress-nginx')?.id).toBe('ingress-nginx');
    expect(controllerOfIngressClass('k8s.io/ingress-nginx-2')).toBeUndefined();
    expect(controllerOfIngressClass('haproxy-ingress.github.io/controller/edge')?.id).toBe('haproxy-ingress');
    expect(controllerOfGatewayClass('io.cilium/gateway-controller')?.id).toBe('cilium');
  });
});
