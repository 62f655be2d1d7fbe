import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from '../../test/support/loopback.js';
import type { Loopback } from '../../test/support/loopback.js';
import { authority, issued } from '../../test/support/pki.js';
import { oidcToken } from './oidc.js';

const folder = mkdtempSync(join(tmpdir(), 'expose-plus-oidc-'));
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const idToken = (claims: object): string => {
  const parts = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return `${parts.join('.')}.${sign('sha256', Buffer.from(parts.join('.')), privateKey).toString('base64url')}`;
};
const seconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;

let provider: Loopback;
let issuer = '';
const asked: string[] = [];
beforeAll(async () => {
  writeFileSync(join(folder, 'ca.crt'), authority.cert);
  const bodyOf = async (request: IncomingMessage): Promise<string> => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    return body;
  };
  provider = await serve(
    (request, response) => {
      void (async () => {
        const answer = request.url?.includes('well-known')
          ? {
              issuer,
              token_endpoint: `${issuer}/token`,
              authorization_endpoint: `${issuer}/auth`,
              jwks_uri: `${issuer}/keys`,
              response_types_supported: ['code'],
              subject_types_supported: ['public'],
              id_token_signing_alg_values_supported: ['RS256'],
            }
          : {
              access_token: 'a',
              token_type: 'Bearer',
              expires_in: 600,
              refresh_token: 'next',
              id_token: idToken({ iss: issuer, aud: 'kube', sub: 'me', iat: seconds(0), exp: seconds(600) }),
            };
        if (request.url === '/token') asked.push(`${request.headers.authorization ?? ''} ${await bodyOf(request)}`);
        response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
      })();
    },
    issued('provider', ['127.0.0.1']),
  );
  issuer = `https://127.0.0.1:${provider.port}`;
});
afterAll(async () => {
  await provider.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('an OIDC token', () => {
  it('is used while it holds', async () => {
    const exp = seconds(60);
    const token = idToken({ exp });
    expect(await oidcToken({ 'id-token': token }, {})).toEqual({ value: { authorization: `Bearer ${token}` }, expires: exp * 1000 });
  });

  it.each(['expired', 'missing'])('is refreshed when it is %s', async (state) => {
    asked.length = 0;
    const config: Record<string, string> = {
      'client-id': 'kube',
      'client-secret': 's',
      'refresh-token': 'first',
      'idp-issuer-url': issuer,
      'idp-certificate-authority': join(folder, 'ca.crt'),
    };
    if (state === 'expired') config['id-token'] = idToken({ exp: seconds(-60) });
    const { value, expires } = await oidcToken(config, {});
    expect(value.authorization).toMatch(/^Bearer ey/);
    expect(expires).toBeGreaterThan(Date.now());
    expect(asked).toHaveLength(1);
    expect(asked[0]).toBe(`Basic ${Buffer.from('kube:s').toString('base64')} grant_type=refresh_token&refresh_token=first`);
    expect(config['refresh-token']).toBe('next');
  });

  it('that cannot be refreshed asks to log in again', async () => {
    await expect(oidcToken({ 'client-id': 'kube', 'idp-issuer-url': issuer }, {})).rejects.toMatchObject({
      kind: 'auth',
      message: expect.stringContaining('has no refresh-token'),
      remedy: 'Log in again.',
    });
    const config = { 'client-id': 'kube', 'refresh-token': 'x', 'idp-issuer-url': 'https://127.0.0.1:1' };
    await expect(oidcToken(config, {})).rejects.toMatchObject({ kind: 'auth', message: expect.stringContaining('could not be refreshed') });
  });
});
