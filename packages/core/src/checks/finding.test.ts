import { expect, it } from 'vitest';
import { findEntry } from './catalogue.js';
import { finding, sortFindings } from './finding.js';

it('takes level and remedy from the catalogue unless they are given', () => {
  const entry = findEntry('EP202');
  expect(finding('EP202', { message: 'x' })).toEqual({ code: 'EP202', level: entry?.level, remedy: entry?.remedy, message: 'x' });
  expect(finding('EP202', { message: 'x', level: 'warning', remedy: 'y' })).toMatchObject({ level: 'warning', remedy: 'y' });
});

it('sorts by code, field and message', () => {
  const b = finding('EP202', { message: 'b' });
  const a = finding('EP202', { message: 'a' });
  const first = finding('EP150', { message: 'z' });
  expect(sortFindings([b, a, first])).toEqual([first, a, b]);
});
