import { BlockList, isIP } from 'node:net';
import type { Env } from './connection.js';
import { ConnectionError } from './errors.js';

/**
 * The proxy for a server: `proxy-url` always, else HTTPS_PROXY or HTTP_PROXY unless NO_PROXY names the host. Names in capitals go
 * before small ones, as in Go (https://pkg.go.dev/golang.org/x/net/http/httpproxy).
 * @throws ConnectionError for a text that is no URL of a proxy
 */
export function proxyFor(server: URL, proxyUrl: string | undefined, env: Env): URL | undefined {
  if (proxyUrl) return parseProxy(proxyUrl, 'proxy-url');
  const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const text = env[name] || env[name.toLowerCase()];
  if (!text || isExempt(server, env['NO_PROXY'] || env['no_proxy'] || '')) return undefined;
  return parseProxy(text, name);
}

const SCHEMES = ['http:', 'https:', 'socks5:', 'socks5h:'];

function parseProxy(text: string, origin: string): URL {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (!url || !SCHEMES.includes(url.protocol)) {
    throw new ConnectionError('config', `${origin}: is not the URL of a proxy (${SCHEMES.map((scheme) => `${scheme}//`).join(', ')})`);
  }
  return url;
}

function isExempt(server: URL, list: string): boolean {
  const host = server.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  if (host === 'localhost' || isLoopback(host)) return true;
  return list
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== '' && matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return inRange(entry, host);
  const withPort = /^(\[.*\]|[^:]*):([0-9]+)$/.exec(entry);
  const name = (withPort?.[1] ?? entry).replace(/^\[|\]$/g, '');
  if (withPort && withPort[2] !== port) return false;
  if (isIP(name)) return name === host;
  const domain = name.replace(/^\*?\./, '');
  // `.example.com` means what lies below it, `example.com` that name as well
  return host.endsWith(`.${domain}`) || (host === domain && domain === name);
}

function inRange(range: string, host: string): boolean {
  const [net = '', bits = ''] = range.split('/');
  const family = isIP(net);
  if (!family || isIP(host) !== family || !/^[0-9]+$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(net, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

function isLoopback(host: string): boolean {
  return isIP(host) === 4 ? host.startsWith('127.') : host === '::1';
}

/** `Proxy-Authorization` from the user part of a proxy's URL. */
export function proxyAuthorization(proxy: URL): string | undefined {
  if (!proxy.username) return undefined;
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
