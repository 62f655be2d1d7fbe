import { finding } from '../../checks/finding.js';
import { integer, text } from '../../detect/read.js';
import type { RouteReading } from '../reading.js';
import type { RouteEncoding } from './style.js';

/** Where a redirect goes, in the parts of which objects are made. */
export interface RedirectParts {
  scheme: string;
  host: string;
  port?: number;
  path: string;
  code: number;
}

const URL_PARTS = /^(https?):\/\/([a-z0-9]([-a-z0-9.]*[a-z0-9])?)(?::([0-9]+))?(\/[^?#]*)?$/;

/** The redirect that was asked for, code 302 unless one was given. A URL that has more than these parts is refused. */
export function redirectParts({ request: { options }, out }: RouteEncoding): RedirectParts | undefined {
  const { redirect } = options ?? {};
  if (!redirect) return undefined;
  const [, scheme, host, , port, path = '/'] = URL_PARTS.exec(redirect.url) ?? [];
  if (scheme === undefined || host === undefined) {
    const message = `redirect.url ${redirect.url}: a redirect has a scheme, a name, a port and a path; anything else has no place`;
    out.unsupported.push(finding('EP284', { message, field: 'spec.options.redirect.url' }));
    return undefined;
  }
  return { scheme, host, ...(port === undefined ? {} : { port: Number(port) }), path, code: redirect.code ?? 302 };
}

/** URL and code of a redirect that goes to one place, as one text. */
export function redirectText(parts: Readonly<Record<'scheme' | 'host' | 'port' | 'path', unknown>>, code: number): string | undefined {
  const [scheme, host, path, port] = [text(parts.scheme), text(parts.host), text(parts.path), integer(parts.port)];
  if (scheme === undefined || host === undefined || path === undefined) return undefined;
  return `${scheme}://${host}${port === undefined ? '' : `:${port}`}${path} ${code}`;
}

/** Takes such a text as what was asked for. */
export function readRedirect({ values }: RouteReading, target: string | undefined): void {
  const [url, code] = target?.split(' ') ?? [];
  if (url === undefined) return;
  values.set('options.redirect.url', url);
  if (code !== '302') values.set('options.redirect.code', Number(code));
}
