import type { Impersonation } from './connection.js';

/** Impersonation headers (https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/). */
export function impersonationHeaders(who: Impersonation | undefined): Record<string, string | string[]> {
  if (!who) return {};
  const headers: Record<string, string | string[]> = { 'impersonate-user': who.user };
  if (who.uid) headers['impersonate-uid'] = who.uid;
  if (who.groups.length > 0) headers['impersonate-group'] = who.groups;
  for (const [key, values] of Object.entries(who.extra)) headers[`impersonate-extra-${escapeKey(key)}`] = values;
  return headers;
}

/** Percent-encodes what a header name may not hold. */
function escapeKey(key: string): string {
  return [...Buffer.from(key, 'utf8')]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9!#$&'*+.^_`|~-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
