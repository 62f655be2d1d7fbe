import { describe, expect, it } from 'vitest';
import { distance, nearest } from './suggest.js';

describe('distance', () => {
  it.each([
    ['port', 'port', 0],
    ['prot', 'port', 1],
    ['host', 'hosts', 1],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('%s → %s is %i', (a, b, expected) => expect(distance(a, b)).toBe(expected));
});

describe('nearest', () => {
  const words = ['strategy', 'port', 'host', 'host-port', 'node-port', 'allow-from'];
  it.each([
    ['stratgy', 'strategy'],
    ['nodeport', 'node-port'],
    ['hosts', 'host'],
    ['allow', 'allow-from'],
  ])('%s means %s', (typed, meant) => expect(nearest(typed, words)).toBe(meant));
  it('has no answer when nothing is near', () => expect(nearest('replicas', words)).toBeUndefined());
});
