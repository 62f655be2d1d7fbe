import { expect, it } from 'vitest';
import { jsonpath } from './jsonpath.js';

// The list of https://kubernetes.io/docs/reference/kubectl/jsonpath/ with its expected results.
const DATA = {
  kind: 'List',
  items: [
    {
      kind: 'None',
      metadata: { name: '127.0.0.1', labels: { 'kubernetes.io/hostname': '127.0.0.1' } },
      status: { capacity: { cpu: '4' }, addresses: [{ type: 'LegacyHostIP', address: '127.0.0.1' }] },
    },
    {
      kind: 'None',
      metadata: { name: '127.0.0.2' },
      status: {
        capacity: { cpu: '8' },
        addresses: [
          { type: 'LegacyHostIP', address: '127.0.0.2' },
          { type: 'another', address: '127.0.0.3' },
        ],
      },
    },
  ],
  users: [
    { name: 'myself', user: {} },
    { name: 'e2e', user: { username: 'admin', password: 'secret' } },
  ],
};

it.each<[string, string]>([
  ['kind is {.kind}', 'kind is List'],
  ["{['kind']}", 'List'],
  ['{.users[0].name}', 'myself'],
  ['{.users[-1].name}', 'e2e'],
  ['{.items[*].metadata.name}', '127.0.0.1 127.0.0.2'],
  ["{.items[*]['metadata.name', 'kind']}", 'None None'],
  ["{.items[*]['kind','status'].capacity}", '{"cpu":"4"} {"cpu":"8"}'],
  ['{.users[?(@.name=="e2e")].user.password}', 'secret'],
  ['{range .items[*]}[{.metadata.name}, {.status.capacity.cpu}] {end}', '[127.0.0.1, 4] [127.0.0.2, 8] '],
  ['{.items[0].metadata.labels.kubernetes\\.io/hostname}', '127.0.0.1'],
  ['{..name}', 'myself e2e 127.0.0.1 127.0.0.2'.split(' ').toSorted().join(' ')],
  ['{.items[0:1].metadata.name}', '127.0.0.1'],
  ['{.items[?(@.status.addresses[1])].metadata.name}', '127.0.0.2'],
  ['.kind', 'List'],
  ['{range .items[*]}{range .status.addresses[*]}{.address}{","}{end}{"\\n"}{end}', '127.0.0.1,\n127.0.0.2,127.0.0.3,\n'],
  ['{.users[1].user}', '{"username":"admin","password":"secret"}'],
  ['{.nothing}', ''],
  ['plain', 'plain'],
])('%s', (template, expected) => {
  const text = jsonpath(template, DATA, { allowMissingKeys: true });
  expect(template === '{..name}' ? text.split(' ').toSorted().join(' ') : text).toBe(expected);
});

it.each<[string, string]>([
  ['{.a', 'a { is not closed'],
  ['{.a[0}', 'a [ is not closed'],
  ['{.a[]}', '[] is empty'],
  ['{.a[x]}', '[x] is not understood'],
  ['{range .items[*]}x', '{range} without {end}'],
  ['{end}', '{end} without {range}'],
])('%s is refused', (template, message) => expect(() => jsonpath(template, DATA, { allowMissingKeys: true })).toThrow(message));

it('names a missing key when asked to', () => {
  expect(() => jsonpath('{.nothing}', DATA, { allowMissingKeys: false })).toThrow('nothing is not found');
});

it('never reads the prototype', () => expect(jsonpath('{.constructor}', DATA, { allowMissingKeys: true })).toBe(''));
