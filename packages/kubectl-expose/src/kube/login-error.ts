import type { Connection } from './connection.js';
import { ApiError } from './errors.js';

/** An answer that says "I do not know you" or "you may not be somebody else", with what to do about it. */
export function loginError(error: ApiError, connection: Pick<Connection, 'server' | 'auth' | 'impersonate'>): ApiError {
  if (error.status === 401)
    return withRemedy(
      error,
      `the API server ${connection.server.host} does not know you: ${error.message} (401)`,
      remedyFor(connection.auth),
    );
  if (error.status === 403 && connection.impersonate && /\bimpersonate/.test(error.message))
    return withRemedy(error, error.message, `Leave out --as ${connection.impersonate.user}, or ask for the right to impersonate.`);
  return error;
}

function remedyFor(auth: Connection['auth']): string {
  switch (auth.kind) {
    case 'token':
      return 'The token of the kubeconfig or of --token is wrong or has expired: log in again.';
    case 'token-file':
      return `The token in ${auth.file} is wrong or has expired: log in again.`;
    case 'exec':
      return `The credential plugin ${auth.exec.command} gave something that the server does not take: log in again with it.`;
    case 'oidc':
      return 'The OIDC token was refused: log in again.';
    case 'basic':
      return 'User name and password are wrong, or the server takes none.';
    case 'none':
      return 'The kubeconfig holds no credentials that the server takes: check its user, or the client certificate and when it ends.';
  }
}

function withRemedy(error: ApiError, message: string, remedy: string): ApiError {
  const { status, reason, details, verb, resource, namespace } = error;
  return new ApiError({ status, reason, details, verb, resource, namespace, message, remedy });
}
