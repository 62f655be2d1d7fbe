import { expect, it } from 'vitest';
import type { KubeObject, ManagedFieldsEntry } from '../model/kube.js';
import { ownersOfField } from './field-owners.js';

function owned(
  ...entries: [manager: string, operation: 'Apply' | 'Update', fields: Record<string, unknown>, subresource?: string][]
): KubeObject {
  const managedFields = entries.map(([manager, operation, fieldsV1, subresource]): ManagedFieldsEntry => ({
    manager,
    operation,
    apiVersion: 'apps/v1',
    fieldsType: 'FieldsV1',
    fieldsV1,
    ...(subresource === undefined ? {} : { subresource }),
  }));
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', managedFields } };
}

const hostPort = ['spec', 'containers', { name: 'app' }, 'ports', { containerPort: 80, protocol: 'TCP' }, 'hostPort'];
const held = {
  'f:spec': {
    'f:containers': { 'k:{"name":"app"}': { 'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:hostPort': {} } } } },
  },
};

it('finds the managers of a field through the keys of lists', () => {
  expect(ownersOfField(owned(['helm', 'Update', held]), hostPort)).toEqual([{ manager: 'helm', operation: 'Update' }]);
  const other = ['spec', 'containers', { name: 'other' }, 'ports'];
  expect(ownersOfField(owned(['helm', 'Update', held]), other)).toEqual([]);
});

it('finds the managers of something around the fields that are held', () => {
  const ports = ['spec', 'containers', { name: 'app' }, 'ports'];
  expect(ownersOfField(owned(['helm', 'Update', held]), ports)).toEqual([{ manager: 'helm', operation: 'Update' }]);
});

it('tells two entries of one manager apart, and leaves subresources out', () => {
  const fields = { 'f:spec': { 'f:replicas': {} } };
  expect(
    ownersOfField(owned(['a', 'Update', fields], ['a', 'Apply', fields], ['scaler', 'Update', fields, 'scale']), ['spec', 'replicas']),
  ).toEqual([
    { manager: 'a', operation: 'Apply' },
    { manager: 'a', operation: 'Update' },
  ]);
});

it('counts the owner of a map as a whole', () => {
  expect(ownersOfField(owned(['a', 'Apply', { 'f:spec': { 'f:strategy': {} } }]), ['spec', 'strategy', 'type'])).toHaveLength(1);
});

it('is unknown without managedFields, and never throws on damaged ones', () => {
  expect(ownersOfField({ apiVersion: 'v1', kind: 'Pod', metadata: {} }, ['spec'])).toBe('unknown');
  expect(ownersOfField(owned(['a', 'Apply', { 'f:list': { 'k:{': {} } }]), ['list', { name: 'x' }])).toEqual([]);
});
