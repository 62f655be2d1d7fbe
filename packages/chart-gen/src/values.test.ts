import { expect, it } from 'vitest';
import { makeValues } from './values.js';

it('prints values with their comments, in the order in which they came', () => {
  const values = makeValues();
  values.comment(['exposure'], 'How it is reached.');
  values.set(['global'], { a: 1 }, 'For all.');
  values.set(['exposure', 'strategy'], 'ClusterIP', 'One of seven.\nAny of them.');
  values.set(['exposure', 'hosts'], []);
  values.example(['exposure'], 'nodePort:\n  ports:\n    http: 30086');
  values.set(['components', 'web.a', 'replicas'], 2);
  expect(values.print('Values of web.')).toBe(`# Values of web.

# How it is reached.
exposure:
  # One of seven.
  # Any of them.
  strategy: ClusterIP
  hosts: []
  # nodePort:
  #   ports:
  #     http: 30086

# For all.
global:
  a: 1

components:
  web.a:
    replicas: 2
`);
  expect(values.data()).toEqual({
    exposure: { strategy: 'ClusterIP', hosts: [] },
    global: { a: 1 },
    components: { 'web.a': { replicas: 2 } },
  });
});
