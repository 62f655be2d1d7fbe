import { readFileSync } from 'node:fs';
import type { Auth, Env } from './connection.js';
import { ConnectionError } from './errors.js';

/** What a request carries to say who asks. Certificates and keys are PEM. */
export interface Credential {
  authorization?: string;
  cert?: string;
  key?: string;
}

/** Hands out credentials and renews them. */
export interface Credentials {
  current(signal?: AbortSignal): Promise<Credential>;
  /** Forgets what is cached, after a 401. Answers whether asking again can change anything. */
  forget(): boolean;
}

/** What running a credential plugin needs of the process. */
export interface CredentialOptions {
  env: Env;
  /** Whether a plugin may ask the user on stdin. */
  interactive: boolean;
}

// token files of pods are rotated by the kubelet; client-go rereads them once a minute
const TOKEN_FILE_MS = 60_000;

/** The credentials of a user. Nothing is run or read before the first request. */
export function createCredentials(auth: Auth, options: CredentialOptions): Credentials {
  switch (auth.kind) {
    case 'none':
      return fixed({});
    case 'token':
      return fixed({ authorization: `Bearer ${auth.token}` });
    case 'basic':
      return fixed({ authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` });
    case 'token-file':
      return cached(async () => ({ value: { authorization: `Bearer ${readToken(auth.file)}` }, expires: Date.now() + TOKEN_FILE_MS }));
    case 'exec':
      return cached(async (signal) => {
        const { runExecPlugin } = await import('./exec-credential.js');
        return runExecPlugin(auth, options, signal);
      });
    case 'oidc':
      return cached(async (signal) => {
        const { oidcToken } = await import('./oidc.js');
        return oidcToken(auth.config, options.env, signal);
      });
  }
}

/** A credential with the time (ms since the epoch) until which it holds; absent: for the life of the process. */
export interface Expiring {
  value: Credential;
  expires?: number;
}

function fixed(credential: Credential): Credentials {
  return { current: () => Promise.resolve(credential), forget: () => false };
}

function cached(fetch: (signal?: AbortSignal) => Promise<Expiring>): Credentials {
  let pending: Promise<Expiring> | undefined;
  let held: Expiring | undefined;
  const forget = (): true => {
    pending = undefined;
    held = undefined;
    return true;
  };
  return {
    async current(signal) {
      if (held?.expires !== undefined && held.expires <= Date.now()) forget();
      // parallel first requests share one run of the plugin
      const asked = (pending ??= fetch(signal));
      try {
        const fetched = await asked;
        if (pending === asked) held = fetched;
        return fetched.value;
      } catch (error) {
        if (pending === asked) forget();
        throw error;
      }
    },
    forget,
  };
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new ConnectionError('auth', `tokenFile: ${(error as Error).message}`);
  }
}
