import { readFileSync } from 'node:fs';
import type { Env } from './connection.js';
import type { Expiring } from './credentials.js';
import { ConnectionError } from './errors.js';
import { createTransport } from './http.js';
import { visible } from './visible.js';

/** An identity provider answers within this time, or not at all. */
const ANSWERS_MS = 30_000;

/**
 * The ID token of an `oidc` auth provider, refreshed when it has expired (OpenID Connect Core 1.0 section 12). What the provider
 * hands out is kept for this process only: the kubeconfig is not written.
 *
 * Own code, since refreshing does not work in @kubernetes/client-node 2.0.1: it hands openid-client 6 a text where that wants a
 * URL, and an object of its own where that wants a Response.
 * @throws ConnectionError of kind `auth`
 */
export async function oidcToken(config: Record<string, string>, env: Env, signal?: AbortSignal): Promise<Expiring> {
  const held = config['id-token'] ?? '';
  const expiry = expiryOf(held);
  if (expiry !== undefined && expiry > Date.now()) return { value: { authorization: `Bearer ${held}` }, expires: expiry };
  for (const field of ['client-id', 'refresh-token', 'idp-issuer-url']) {
    if (!config[field]) throw new ConnectionError('auth', `the OIDC token has expired and auth-provider has no ${field}`, 'Log in again.');
  }
  const issuer = config['idp-issuer-url'] ?? '';
  const ask = (url: string, request: Ask): Promise<Record<string, unknown>> => askProvider(url, request, caOf(config), env, signal);
  const discovered = await ask(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {});
  const answer = await ask(String(discovered['token_endpoint']), refreshRequest(config, discovered));
  const { id_token: token, refresh_token: next } = answer;
  if (typeof token !== 'string') throw failed('the answer has no id_token (the scope openid may be missing)');
  config['id-token'] = token;
  if (typeof next === 'string') config['refresh-token'] = next;
  const expires = expiryOf(token);
  return { value: { authorization: `Bearer ${token}` }, ...(expires === undefined ? {} : { expires }) };
}

interface Ask {
  form?: Record<string, string>;
  authorization?: string;
}

/** The client proves itself as the provider wants it; by HTTP Basic unless it says otherwise (OpenID Connect Discovery 1.0 section 3). */
function refreshRequest(config: Record<string, string>, discovered: Record<string, unknown>): Ask {
  const id = config['client-id'] ?? '';
  const secret = config['client-secret'] ?? '';
  const form = { grant_type: 'refresh_token', refresh_token: config['refresh-token'] ?? '' };
  const methods = discovered['token_endpoint_auth_methods_supported'];
  if (!secret) return { form: { ...form, client_id: id } };
  if (Array.isArray(methods) && !methods.includes('client_secret_basic'))
    return { form: { ...form, client_id: id, client_secret: secret } };
  const pair = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
  return { form, authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

async function askProvider(
  address: string,
  { form, authorization }: Ask,
  ca: string | undefined,
  env: Env,
  signal: AbortSignal | undefined,
): Promise<Record<string, unknown>> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:') throw failed(`${visible(address)} is not an https:// URL`);
  const transport = createTransport(
    { server: new URL(url.origin), tls: { ...(ca ? { ca } : {}), insecure: false }, env },
    'the identity provider',
  );
  const body = form ? new URLSearchParams(form).toString() : undefined;
  try {
    const answer = await transport.send(
      {
        method: body === undefined ? 'GET' : 'POST',
        path: url.pathname + url.search,
        headers: {
          accept: 'application/json',
          ...(authorization ? { authorization } : {}),
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)) }),
        },
        ...(body === undefined ? {} : { body }),
        signal,
        timeoutMs: ANSWERS_MS,
        idleMs: ANSWERS_MS,
      },
      {},
    );
    const text = await answer.text();
    if (answer.status !== 200) throw failed(`${url.host} answered HTTP ${answer.status}: ${visible(text.slice(0, 200))}`);
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    if (signal?.aborted || (error instanceof ConnectionError && error.kind === 'auth')) throw error;
    throw failed((error as Error).message, error);
  } finally {
    transport.close();
  }
}

function failed(reason: string, cause?: unknown): ConnectionError {
  return new ConnectionError('auth', `the OIDC token could not be refreshed: ${reason}`, 'Log in again.', cause);
}

function caOf(config: Record<string, string>): string | undefined {
  const data = config['idp-certificate-authority-data'];
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  const file = config['idp-certificate-authority'];
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw failed(`idp-certificate-authority: ${(error as Error).message}`, error);
  }
}

function expiryOf(token: string): number | undefined {
  try {
    const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { exp?: unknown };
    return typeof payload.exp === 'number' ? payload.exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
