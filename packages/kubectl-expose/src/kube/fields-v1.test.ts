import { parsePath } from '@expose-plus/core';
import { describe, expect, it } from 'vitest';
import { hasField, sharedSteps, withField } from './fields-v1.js';

const at = (text: string) => parsePath(text) ?? [];
const hostPort = 'spec.containers[name="web"].ports[containerPort=80,protocol="TCP"].hostPort';
const fields = {
  'f:spec': {
    'f:strategy': {},
    'f:containers': {
      'k:{"name":"web"}': {
        '.': {},
        'f:image': {},
        'f:ports': { '.': {}, 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:hostPort': {} } },
      },
    },
  },
};

describe('a set of fields', () => {
  it('knows what it holds', () => {
    expect(hasField(fields, at(hostPort))).toBe(true);
    expect(hasField(fields, at('spec.containers[name="web"]'))).toBe(true);
    expect(hasField(fields, at('spec.strategy.rollingUpdate'))).toBe(true);
    expect(hasField(fields, at('spec.containers'))).toBe(false);
    expect(hasField(fields, at('spec.containers[name="side"].image'))).toBe(false);
    expect(hasField(fields, at(hostPort.replace('80', '81')))).toBe(false);
    expect(hasField(undefined, at('spec'))).toBe(false);
    expect(sharedSteps(fields, at('spec.containers[name="web"].command'))).toBe(3);
  });

  it('takes paths up, once', () => {
    expect(withField({}, at('a.b'))).toEqual({ 'f:a': { 'f:b': {} } });
    expect(withField({ 'f:a': { 'f:b': {} } }, at('a.b'))).toEqual({ 'f:a': { 'f:b': {} } });
    expect(withField({ 'f:a': {} }, at('a.b'))).toEqual({ 'f:a': { '.': {}, 'f:b': {} } });
    expect(withField({ 'f:a': { 'f:b': {} } }, at('a'))).toEqual({ 'f:a': { '.': {}, 'f:b': {} } });
    expect(withField(fields, at(hostPort))).toEqual(fields);
    expect(withField({}, at(hostPort))).toEqual({
      'f:spec': {
        'f:containers': { 'k:{"name":"web"}': { 'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { 'f:hostPort': {} } } } },
      },
    });
    expect(withField({}, at('metadata.annotations["a.b/c"]'))).toEqual({ 'f:metadata': { 'f:annotations': { 'f:a.b/c': {} } } });
  });
});
