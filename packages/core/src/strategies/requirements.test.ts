import { describe, expect, it } from 'vitest';
import { exposureSpecSchema } from '../model/exposure-schema.js';
import { STRATEGIES } from '../model/strategy-id.js';
import { missingNeeds, STRATEGY_REQUIREMENTS, unusedFields } from './requirements.js';

describe('unusedFields', () => {
  it('names the settings of inactive strategies, and only those that are set', () => {
    const spec = {
      nodePort: { ports: { http: 30086 } },
      hostPort: { ports: {}, hostIP: '' },
      ingress: { className: 'nginx', controller: '' },
      access: { keepClientIP: false, scope: 'public' as const },
    };
    expect(unusedFields('Ingress', spec)).toEqual(['spec.nodePort.ports']);
    expect(unusedFields('NodePort', spec)).toEqual(['spec.ingress.className']);
  });

  it('looks inside blocks of which a strategy uses a part', () => {
    const spec = { service: { name: 'web', selector: { app: 'web' } }, access: { keepClientIP: true } };
    expect(unusedFields('NodePort', spec)).toEqual(['spec.service.name']);
    expect(unusedFields('hostPort', spec)).toEqual(['spec.access.keepClientIP', 'spec.service.name', 'spec.service.selector']);
  });
});

describe('missingNeeds', () => {
  it('asks for a class or a Gateway only where none can be looked up', () => {
    expect(missingNeeds('Ingress', {}, true).map(({ anyOf }) => anyOf)).toEqual([['ingress.className']]);
    expect(missingNeeds('Ingress', {}, false)).toEqual([]);
    expect(missingNeeds('Gateway', { gateway: { className: 'eg' } }, true)).toEqual([]);
  });

  it('asks for a host when a certificate is to be made', () => {
    expect(missingNeeds('Ingress', { tls: { issuer: { name: 'le' } } }, false)[0]?.anyOf).toEqual(['hosts']);
    expect(missingNeeds('Ingress', { tls: { issuer: { name: 'le' } }, hosts: ['a.example.com'] }, false)).toEqual([]);
  });
});

it('every path of the table is a field of the schema', () => {
  const blocks = exposureSpecSchema.shape as Record<string, unknown>;
  const paths = STRATEGIES.flatMap((id) => {
    const { uses, requires } = STRATEGY_REQUIREMENTS[id];
    return [...uses, ...requires.flatMap(({ anyOf, given }) => [...anyOf, ...(given ? [given] : [])])];
  });
  for (const path of paths.filter((field) => field !== 'target')) {
    const [block = '', inner] = path.split('.');
    expect(blocks, path).toHaveProperty(block);
    if (inner !== undefined)
      expect(() => exposureSpecSchema.parse({ [block]: { [inner]: Symbol('x') } }), path).not.toThrow(/[Uu]nrecognized/);
  }
});
