import { finding } from '@expose-plus/core';
import { describe, expect, it } from 'vitest';
import type { Draft } from './requests.js';
import { inFlags, placeFinding } from './place-finding.js';

const exposure: Draft['exposure'] = {
  apiVersion: 'expose-plus.dev/v1alpha1',
  kind: 'Exposure',
  metadata: {},
  spec: { target: { kind: 'Deployment', name: 'web' } },
};
const place = { file: 'web.yaml', line: 3 };
const needsClass = finding('EP161', { message: 'Ingress writes its class: set spec.ingress.className', field: 'spec.ingress.className' });

describe('the place of a finding', () => {
  it('is the Exposure file when the request stands in one, in its own words', () => {
    expect(placeFinding(needsClass, { exposure, location: place })).toEqual({ ...needsClass, location: place });
  });

  it('is no line of the workload when flags made the request: the flag that sets the field is named', () => {
    const placed = placeFinding(needsClass, { exposure, targetLocation: place });
    expect(placed).not.toHaveProperty('location');
    expect(placed).toMatchObject({
      message: 'Ingress writes its class: set --class',
      remedy: '--class NAME',
      field: 'spec.ingress.className',
    });
  });

  it('is the workload for what is about the workload', () => {
    const noPorts = finding('EP150', { message: 'not found', field: 'spec.target' });
    expect(placeFinding(noPorts, { exposure, targetLocation: place }).location).toEqual(place);
  });

  it('stays when it is known already', () => {
    const known = { ...needsClass, location: { file: 'other.yaml', line: 9 } };
    expect(placeFinding(known, { exposure, location: place })).toEqual(known);
  });
});

describe('fields in the words of flags', () => {
  it('knows every field that a flag sets, and leaves the others', () => {
    expect(inFlags('set spec.gateway.parentRef or spec.gateway.className')).toBe('set --gateway or --class');
    expect(inFlags('spec.service.ipFamilies stays')).toBe('spec.service.ipFamilies stays');
  });
});
