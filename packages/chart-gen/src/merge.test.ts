import { expect, it } from 'vitest';
import { mergeCharts } from './merge.js';

const text = (...lines: string[]): string => `${lines.join('\n')}\n`;
const last = { a: text('1', '2', '3', '4', '5') };

it('writes what is new, takes away what is gone, leaves alone what is the same', () => {
  expect(mergeCharts({ a: '1', b: '2', c: '3' }, { a: '1', b: '2', c: '3' }, { a: '1', b: 'two', d: '4' })).toEqual({
    write: { b: 'two', d: '4' },
    remove: ['c'],
    kept: [],
    conflicts: {},
    places: [],
  });
});

it('keeps an edit, with the news around it', () => {
  const mine = { a: text('1', 'edited', '3', '4', '5') };
  expect(mergeCharts(last, mine, last)).toEqual({ write: {}, remove: [], kept: ['a'], conflicts: {}, places: [] });
  const next = { a: text('1', '2', '3', '4', 'five', '6') };
  expect(mergeCharts(last, mine, next)).toEqual({
    write: { a: text('1', 'edited', '3', '4', 'five', '6') },
    remove: [],
    kept: ['a'],
    conflicts: {},
    places: [],
  });
});

it('lists what meets and never settles it by itself', () => {
  const mine = { a: text('1', 'mine', '3', '4', '5') };
  const next = { a: text('1', 'theirs', '3', '4', '5') };
  const places = [{ path: 'a', line: 2, yours: ['mine'], news: ['theirs'] }];
  expect(mergeCharts(last, mine, next)).toEqual({ write: {}, remove: [], kept: [], conflicts: next, places });
  const more = { a: text('1', 'theirs', '3', '4', '5', '6') };
  expect(mergeCharts(last, mine, more)).toEqual({
    write: { a: text('1', 'mine', '3', '4', '5', '6') },
    remove: [],
    kept: [],
    conflicts: more,
    places,
  });
  expect(mergeCharts(last, mine, {}).conflicts).toEqual({ a: '' });
  expect(mergeCharts({}, mine, next).conflicts).toEqual(next);
  expect(mergeCharts(last, {}, next).conflicts).toEqual(next);
});

it('does not bring back what a person deleted and nobody changed', () => {
  expect(mergeCharts(last, {}, last)).toEqual({ write: {}, remove: [], kept: ['a'], conflicts: {}, places: [] });
});

it('takes the same change on both sides for done', () => {
  const same = { a: text('1', 'x', '3', '4', '5') };
  expect(mergeCharts(last, same, same)).toEqual({ write: {}, remove: [], kept: [], conflicts: {}, places: [] });
});
