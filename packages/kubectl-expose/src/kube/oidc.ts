import type { Expiring } from './credentials.js';
import { ConnectionError } from './errors.js';

/**
 * The ID token of an `oidc` auth provider, refreshed when it has expired. Refreshing is @kubernetes/client-node's: discovery and
 * the token endpoint are not this project's business. A new refresh token is kept for this process only.
 * @throws ConnectionError of kind `auth`
 */
export async function oidcToken(config: Record<string, string>): Promise<Expiring> {
  const idToken = config['id-token'];
  const expiry = idToken ? expiryOf(idToken) : undefined;
  if (idToken && expiry !== undefined && expiry > Date.now()) return { value: { authorization: `Bearer ${idToken}` }, expires: expiry };
  for (const field of ['client-id', 'refresh-token', 'idp-issuer-url']) {
    if (!config[field]) throw new ConnectionError('auth', `the OIDC token has expired and auth-provider has no ${field}`, 'Log in again.');
  }
  const { KubeConfig } = await import('@kubernetes/client-node');
  // it refreshes a token that has expired, and none that is missing
  const user = {
    name: 'user',
    authProvider: { name: 'oidc', config: { ...config, 'id-token': idToken || EXPIRED_TOKEN } as Record<string, string> },
  };
  try {
    const kubeconfig = new KubeConfig();
    kubeconfig.loadFromClusterAndUser({ name: 'cluster', server: 'https://localhost', skipTLSVerify: false }, user);
    const holder: { headers: Record<string, string> } = { headers: {} };
    await kubeconfig.applyToHTTPSOptions(holder);
    const authorization = holder.headers['Authorization'];
    if (!authorization || authorization.endsWith(EXPIRED_TOKEN)) throw new Error('no token was returned');
    Object.assign(config, user.authProvider.config);
    const expires = expiryOf(authorization.replace(/^Bearer /, ''));
    return { value: { authorization }, ...(expires === undefined ? {} : { expires }) };
  } catch (error) {
    throw new ConnectionError('auth', `the OIDC token could not be refreshed: ${(error as Error).message}`, 'Log in again.', error);
  }
}

// {"alg":"none"}.{"exp":1}.
const EXPIRED_TOKEN = 'eyJhbGciOiJub25lIn0.eyJleHAiOjF9.x';

function expiryOf(token: string): number | undefined {
  try {
    const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { exp?: unknown };
    return typeof payload.exp === 'number' ? payload.exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
