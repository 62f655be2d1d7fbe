import { describe, expect, it } from 'vitest';
import { formatFloat, isTimestamp, keyOfPlain, resolvePlain, resolveTagged } from './scalar.js';

// The rules are those of go.yaml.in/yaml/v2 resolve.go; test/manifests/kubectl holds kubectl's own answers to many more.
describe('resolvePlain', () => {
  it.each([
    ['yes', true],
    ['Off', false],
    ['y', true],
    ['yEs', 'yEs'],
    ['', null],
    ['~', null],
    ['012', 10],
    ['0o17', 15],
    ['08', 8],
    ['0b+1', 1],
    ['1_000', 1000],
    ['_1', '_1'],
    ['1e3', 1000],
    ['1e400', '1e400'],
    ['.5_0', 0.5],
    ['-0', 0],
    ['1:30', '1:30'],
    ['2001-01-01', '2001-01-01'],
    ['18446744073709551615', 18446744073709552000],
  ])('%s', (text, value) => {
    expect(resolvePlain(text)).toBe(value);
  });

  it('says what it cannot keep', () => {
    expect(resolvePlain('9007199254740993')).toMatchObject({ problem: 'inexact' });
    expect(resolvePlain('9007199254740992')).toBe(9007199254740992);
    expect(resolvePlain('.NaN')).toEqual({ notFinite: Number.NaN });
    expect(resolvePlain('-.inf')).toEqual({ notFinite: Number.NEGATIVE_INFINITY });
  });
});

describe('resolveTagged', () => {
  it('gives the value of the tag, or says that it does not fit', () => {
    expect(resolveTagged('!!str', '12')).toBe('12');
    expect(resolveTagged('!!int', '0x10')).toBe(16);
    expect(resolveTagged('!!float', '1')).toBe(1);
    expect(resolveTagged('!own', '12')).toBe('12');
    expect(resolveTagged('!!timestamp', '2001-01-01')).toBe('2001-01-01');
    for (const [tag, text] of [
      ['!!int', '1.5'],
      ['!!int', '08'],
      ['!!bool', '1'],
      ['!!null', 'x'],
      ['!!timestamp', 'x'],
      ['!!binary', 'aGk='],
    ] as const) {
      expect(resolveTagged(tag, text)).toMatchObject({ problem: 'tag' });
    }
  });
});

describe('keyOfPlain', () => {
  it.each([
    ['y', 'true'],
    ['0x10', '16'],
    ['1.10', '1.1'],
    ['1e6', '1e+06'],
    ['1000000', '1000000'],
    ['3.141592653589793', '3.1415927'],
    ['-0.0', '-0'],
    ['.inf', '.inf'],
    ['9223372036854775807', '9223372036854775807'],
    ['18446744073709551615', undefined],
    ['~', undefined],
  ])('%s', (text, key) => {
    expect(keyOfPlain(text)).toBe(key);
  });
});

describe('formatFloat', () => {
  // strconv.FormatFloat(x, 'g', -1, 64)
  it.each([
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [123456.5, '123456.5'],
    [1234567.5, '1.2345675e+06'],
    [1e21, '1e+21'],
    [5e-324, '5e-324'],
  ])('%d', (value, text) => {
    expect(formatFloat(value)).toBe(text);
  });
});

describe('isTimestamp', () => {
  it.each(['2001-1-1', '2000-02-29', '2001-12-14T21:59:43Z', '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43'])('%s', (text) => {
    expect(isTimestamp(text)).toBe(true);
  });

  it.each(['2001-13-01', '2001-02-29', '01-01-2001', '2001-12-14 25:00:00', '12:30:45', '2001-12-14T21:59:43'])('not %s', (text) => {
    expect(isTimestamp(text)).toBe(false);
  });
});
