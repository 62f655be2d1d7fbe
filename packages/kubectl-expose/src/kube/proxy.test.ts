import { describe, expect, it } from 'vitest';
import { proxyAuthorization, proxyFor } from './proxy.js';

const proxied = (server: string, env: Record<string, string>): string | undefined =>
  proxyFor(new URL(server), undefined, { HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'http://q:2', ...env })?.host;

describe('the proxy of the environment', () => {
  it('depends on the scheme of the server', () => {
    expect(proxied('https://api.example.com', {})).toBe('p:1');
    expect(proxied('http://api.example.com', {})).toBe('q:2');
    expect(proxyFor(new URL('https://x'), undefined, {})).toBeUndefined();
    expect(proxyFor(new URL('https://x'), undefined, { https_proxy: 'p:3' })?.href).toBe('http://p:3/');
  });

  // the rules of golang.org/x/net/http/httpproxy, which kubectl follows
  it.each([
    ['https://localhost', ''],
    ['https://127.0.0.9:6443', ''],
    ['https://[::1]:6443', ''],
    ['https://api.example.com', '*'],
    ['https://api.example.com', 'other, example.com'],
    ['https://example.com', 'example.com'],
    ['https://api.example.com', '.example.com'],
    ['https://api.example.com', '*.example.com'],
    ['https://API.example.com', 'api.EXAMPLE.com'],
    ['https://api.example.com:6443', 'example.com:6443'],
    ['https://10.1.2.3', '10.0.0.0/8'],
    ['https://10.1.2.3', '10.1.2.3'],
    ['https://10.1.2.3:6443', '10.1.2.3:6443'],
    ['https://[fd00::1]', 'fd00::/8'],
    ['https://[fd00::1]', 'fd00::1'],
    ['https://[fd00::1]:6443', '[fd00::1]:6443'],
  ])('is not used for %s with NO_PROXY=%s', (server, list) => expect(proxied(server, { NO_PROXY: list })).toBeUndefined());

  it.each([
    ['https://api.example.com', ''],
    ['https://example.com', '.example.com'],
    ['https://badexample.com', 'example.com'],
    ['https://api.example.com:6443', 'example.com:443'],
    ['https://10.1.2.3', '10.0.0.0/33'],
    ['https://10.1.2.3', '11.0.0.0/8'],
    ['https://10.1.2.3', 'fd00::/8'],
    ['https://10.1.2.30', '10.1.2.3'],
  ])('is used for %s with NO_PROXY=%s', (server, list) => expect(proxied(server, { no_proxy: list })).toBe('p:1'));

  it('must be the URL of a proxy', () => {
    for (const text of ['ftp://x', 'http://', 'socks4://x'])
      expect(() => proxyFor(new URL('https://x'), text, {})).toThrow('proxy-url: is not the URL of a proxy');
  });

  it('may hold a user', () => {
    expect(proxyAuthorization(new URL('http://a%40b:c%3Ad@p'))).toBe(`Basic ${Buffer.from('a@b:c:d').toString('base64')}`);
    expect(proxyAuthorization(new URL('http://p'))).toBeUndefined();
  });
});
