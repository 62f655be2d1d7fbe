import { describe, expect, it } from 'vitest';
import { FORMATS } from './formats.js';
import { rightForm, rightType, type FormatName } from './right-form.js';

describe('rightForm', () => {
  it.each<[FormatName, string, string | undefined]>([
    ['quantity', '20MB', '20M'],
    ['quantity', '20 mib', '20Mi'],
    ['quantity', '1KB', '1k'],
    ['quantity', 'much', undefined],
    ['duration', '60', '60s'],
    ['duration', '60 seconds', '60s'],
    ['duration', '5min', '5m'],
    ['duration', '250 ms', '250ms'],
    ['duration', 'soon', undefined],
    ['duration', '5 days', undefined],
    ['hostName', 'https://Shop.example.com:8443/cart', 'shop.example.com'],
    ['hostName', '*.Example.com', '*.example.com'],
    ['hostName', 'a_b', undefined],
    ['cidr', '10.0.0.1', '10.0.0.1/32'],
    ['cidr', '2001:db8::1', '2001:db8::1/128'],
    ['cidr', 'office', undefined],
    ['absolutePath', 'demo', '/demo'],
    ['absolutePath', 'a b', undefined],
    ['dnsName', 'Web_1', 'web-1'],
    ['portName', 'HTTP', 'http'],
    ['dnsLabel', '', undefined],
    ['dnsLabel', '-', undefined],
  ])('%s %s', (format, value, expected) => {
    const meant = rightForm(format, value);
    expect(meant).toBe(expected);
    if (meant !== undefined) expect(meant).toMatch(new RegExp(FORMATS[format].pattern));
  });

  it('says nothing of a value that is no text', () => expect(rightForm('cidr', 5)).toBeUndefined());
});

describe('rightType', () => {
  it.each([
    ['array', 'hosts', 'a.example', '[a.example]'],
    ['array', 'hosts', {}, undefined],
    ['string', 'readTimeout', 60, '60s'],
    ['string', 'version', 1, undefined],
  ] as const)('%s %s %j', (type, field, value, expected) => expect(rightType(type, field, value)).toBe(expected));
});
