import { expect, it } from 'vitest';
import { readDuration } from './duration.js';

it.each<[string, number | undefined]>([
  ['5m', 300_000],
  ['90s', 90_000],
  ['1m30s', 90_000],
  ['1.5h', 5_400_000],
  ['250ms', 250],
  ['0', 0],
  ['30', 30_000],
  ['', undefined],
  ['5', 5000],
  ['m', undefined],
  ['5 m', undefined],
  ['-1s', undefined],
  ['1d', undefined],
])('%s', (text, milliseconds) => expect(readDuration(text)).toBe(milliseconds));
