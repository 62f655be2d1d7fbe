import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConnection } from './config.js';
import type { Connection, ConnectionFlags } from './connection.js';
import { ConnectionError } from './errors.js';

let home = '';
let places = { home: '', serviceAccount: '' };
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'expose-plus-config-'));
  places = { home, serviceAccount: join(home, 'no-pod') };
  mkdirSync(join(home, '.kube'));
  writeFileSync(join(home, 'ca.pem'), 'CA');
  writeFileSync(join(home, 'other-ca.pem'), 'OTHER');
  writeFileSync(join(home, 'cert.pem'), 'CERT');
  writeFileSync(join(home, 'key.pem'), 'KEY');
  writeFileSync(
    join(home, '.kube/config'),
    `
apiVersion: v1
kind: Config
current-context: one
clusters:
- {name: one, cluster: {server: "https://one:6443/", certificate-authority: ../ca.pem, tls-server-name: kube}}
- {name: plain, cluster: {server: "http://localhost:8001"}}
- {name: path, cluster: {server: "https://rancher/k8s/clusters/c-1/?x=y"}}
- {name: bare, cluster: {server: "host:1234"}}
- {name: both, cluster: {server: "https://both", certificate-authority: ../ca.pem, insecure-skip-tls-verify: true}}
- {name: nothing, cluster: {}}
- {name: noca, cluster: {server: "https://x", certificate-authority: gone.pem}}
users:
- {name: token, user: {token: abc}}
- {name: file, user: {token: abc, tokenFile: t}}
- {name: cert, user: {client-certificate: ../cert.pem, client-key-data: S0VZMg==}}
- {name: half, user: {client-certificate: ../cert.pem}}
- {name: basic, user: {username: me, password: secret}}
- {name: two, user: {token: abc, username: me}}
- {name: gcp, user: {auth-provider: {name: gcp}}}
- {name: azure, user: {auth-provider: {name: azure}}}
- {name: oidc, user: {auth-provider: {name: oidc, config: {client-id: x}}}}
- {name: alpha, user: {exec: {command: aws, apiVersion: client.authentication.k8s.io/v1alpha1}}}
- {name: nomode, user: {exec: {command: aws, apiVersion: client.authentication.k8s.io/v1}}}
- {name: groups, user: {token: abc, as-groups: [g]}}
contexts:
- {name: one, context: {cluster: one, user: token, namespace: shop}}
- {name: plain, context: {cluster: plain, user: token}}
- {name: lost, context: {cluster: gone, user: token}}
- {name: lost-user, context: {cluster: one, user: gone}}
- {name: empty, context: {cluster: nothing, user: token}}
`,
  );
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const load = (flags: ConnectionFlags = {}, env: Record<string, string> = {}): Connection => {
  const connection = loadConnection(flags, env, places);
  if ('none' in connection) throw new Error('no cluster');
  return connection;
};
const failure = (flags: ConnectionFlags, env: Record<string, string> = {}): ConnectionError => {
  try {
    load(flags, env);
  } catch (error) {
    if (error instanceof ConnectionError) return error;
    throw error;
  }
  throw new Error('it was accepted');
};

describe('the connection', () => {
  it('is that of the current context', () => {
    const connection = load();
    expect(connection).toMatchObject({
      namespace: 'shop',
      namespaceGiven: false,
      context: 'one',
      origin: 'kubeconfig',
      tls: { ca: 'CA', serverName: 'kube', insecure: false },
      auth: { kind: 'token', token: 'abc' },
      timeoutMs: 0,
      compression: true,
      cacheDir: join(home, '.kube/cache'),
    });
    expect(connection.server.host + connection.server.pathname).toBe('one:6443/');
  });

  it('follows flags before the file', () => {
    expect(load({ namespace: 'x' })).toMatchObject({ namespace: 'x', namespaceGiven: true });
    expect(load({ context: 'plain' })).toMatchObject({ context: 'plain', namespace: 'default' });
    expect(load({ user: 'basic' }).auth).toEqual({ kind: 'basic', username: 'me', password: 'secret' });
    expect(load({ cluster: 'path' }).server.href).toBe('https://rancher/k8s/clusters/c-1');
    expect(load({ user: 'file', token: 'mine' }).auth).toEqual({ kind: 'token', token: 'mine' });
    expect(load({ user: 'file' }).auth).toEqual({ kind: 'token-file', file: join(home, '.kube/t') });
    expect(load({ clientCertificate: join(home, 'cert.pem'), clientKey: join(home, 'key.pem') }).tls).toMatchObject({
      cert: 'CERT',
      key: 'KEY',
    });
    expect(load({ user: 'cert' }).tls).toMatchObject({ cert: 'CERT', key: 'KEY2' });
    expect(load({ requestTimeout: '90' }).timeoutMs).toBe(90_000);
    expect(load({ requestTimeout: '1m30s' }).timeoutMs).toBe(90_000);
    expect(load({ cacheDir: '/c' }).cacheDir).toBe('/c');
    expect(load({}, { KUBECACHEDIR: '/k' }).cacheDir).toBe('/k');
    expect(load({ disableCompression: true }).compression).toBe(false);
  });

  it('forgets the TLS settings of the file where flags replace them', () => {
    expect(load({ insecureSkipTlsVerify: true }).tls).toEqual({ serverName: 'kube', insecure: true });
    expect(load({ certificateAuthority: join(home, 'other-ca.pem') }).tls).toMatchObject({ ca: 'OTHER', insecure: false });
    expect(load({ server: 'https://elsewhere' }).tls.serverName).toBeUndefined();
    expect(load({ server: 'https://elsewhere', tlsServerName: 'n' }).tls.serverName).toBe('n');
    expect(load({ cluster: 'both', certificateAuthority: join(home, 'other-ca.pem') }).tls).toMatchObject({ ca: 'OTHER', insecure: false });
  });

  it('sends no credentials in the clear', () => {
    const connection = load({ context: 'plain', as: 'you' });
    expect(connection.server.protocol).toBe('http:');
    expect(connection.auth).toEqual({ kind: 'none' });
    expect(connection.impersonate).toEqual({ user: 'you', groups: [], extra: {} });
  });

  it('takes a server without a scheme for https exactly when something of TLS is configured', () => {
    expect(load({ cluster: 'bare' }).server.href).toBe('http://host:1234/');
    expect(load({ cluster: 'bare', insecureSkipTlsVerify: true }).server.href).toBe('https://host:1234/');
  });

  it('impersonates', () => {
    const flags = { as: 'me', asUid: '7', asGroup: ['a', 'b'], asUserExtra: ['k=v=w', 'k=x'] };
    expect(load(flags).impersonate).toEqual({ user: 'me', uid: '7', groups: ['a', 'b'], extra: { k: ['v=w', 'x'] } });
    expect(failure({ asGroup: ['a'] }).message).toContain('need --as');
    expect(failure({ user: 'groups' }).message).toContain('need --as');
    expect(failure({ as: 'me', asUserExtra: ['nothing'] }).message).toContain('key=value');
  });
});

describe('without a configured cluster', () => {
  const nowhere = { KUBECONFIG: '/nowhere' };
  it('says so', () => {
    expect(loadConnection({ namespace: 'x' }, nowhere, places)).toEqual({ none: true, namespace: 'x', namespaceGiven: true });
    expect(loadConnection({}, nowhere, places)).toEqual({ none: true, namespace: 'default', namespaceGiven: false });
  });

  it('takes --server alone', () => {
    expect(load({ server: 'https://x:1', token: 't' }, nowhere)).toMatchObject({
      auth: { kind: 'token', token: 't' },
      namespace: 'default',
    });
  });

  it("takes a pod's service account", () => {
    const folder = join(home, 'pod');
    mkdirSync(folder);
    for (const [name, text] of Object.entries({ token: 'T', namespace: 'pod-ns\n', 'ca.crt': 'PODCA' }))
      writeFileSync(join(folder, name), text);
    const env = { ...nowhere, KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
    const connection = loadConnection({}, env, { home, serviceAccount: folder });
    expect(connection).toMatchObject({
      origin: 'in-cluster',
      namespace: 'pod-ns',
      auth: { kind: 'token-file', file: join(folder, 'token') },
      tls: { ca: 'PODCA' },
    });
    expect('server' in connection && connection.server.href).toBe('https://[fd00::1]/');
    // a kubeconfig goes before
    expect(loadConnection({}, { ...env, KUBECONFIG: join(home, '.kube/config') }, { home, serviceAccount: folder })).toMatchObject({
      origin: 'kubeconfig',
    });
  });
});

describe('what is wrong is named', () => {
  it.each([
    [{ context: 'nope' }, '--context names the context nope', 'There are: empty, lost, lost-user, one, plain.'],
    [{ context: 'lost' }, 'context lost names the cluster gone', 'There are: bare, both'],
    [{ context: 'lost-user' }, 'context lost-user names the user gone', 'There are: alpha'],
    [{ cluster: 'nope' }, '--cluster names the cluster nope', 'There are:'],
    [{ user: 'nope' }, '--user names the user nope', 'There are:'],
    [{ context: 'empty' }, 'the cluster nothing has no server', undefined],
    [{ cluster: 'both' }, 'both insecure-skip-tls-verify and a certificate-authority', 'Remove one'],
    [{ cluster: 'noca' }, 'certificate-authority of the cluster: ENOENT', undefined],
    [{ user: 'half' }, 'user half has a client certificate but no key', 'Both'],
    [{ user: 'two' }, 'user two has both a token and a username', undefined],
    [{ user: 'gcp' }, 'the auth provider gcp was removed', 'gke-gcloud-auth-plugin'],
    [{ user: 'azure' }, 'the auth provider azure was removed', 'kubelogin convert-kubeconfig'],
    [{ user: 'alpha' }, 'v1alpha1 is not supported', 'Update the plugin'],
    [{ user: 'nomode' }, 'interactiveMode is missing', 'IfAvailable'],
    [{ server: 'ftp://x' }, 'ftp:// cannot be spoken', undefined],
    [{ server: 'https://[' }, 'is not a URL', undefined],
    [{ requestTimeout: 'soon' }, '--request-timeout soon', undefined],
  ])('%j', (flags, message, remedy) => {
    const error = failure(flags);
    expect(error.message).toContain(message);
    expect(error.kind).toBe('config');
    if (remedy) expect(error.remedy).toContain(remedy);
  });

  it('but oidc is for the first request to judge', () => {
    expect(load({ user: 'oidc' }).auth).toEqual({ kind: 'oidc', config: { 'client-id': 'x' } });
  });

  it('and a kubeconfig whose current-context is not set', () => {
    writeFileSync(join(home, 'unset'), 'contexts: [{name: a, context: {cluster: c}}]\n');
    expect(failure({ kubeconfig: join(home, 'unset') })).toMatchObject({
      message: expect.stringContaining('no current-context is set'),
      remedy: 'Choose one with --context: a.',
    });
  });
});
