import { expect, it } from 'vitest';
import { ApiError } from './errors.js';
import { loginError } from './login-error.js';

const server = new URL('https://203.0.113.5:6443');
const refused = (status: number, message: string): ApiError => new ApiError({ status, reason: '', message, verb: 'get' });

it('names the server and what of the credentials to look at', () => {
  const auth = { kind: 'token-file', file: '/var/run/token' } as const;
  expect(loginError(refused(401, 'Unauthorized'), { server, auth })).toMatchObject({
    message: 'the API server 203.0.113.5:6443 does not know you: Unauthorized (401)',
    remedy: 'The token in /var/run/token is wrong or has expired: log in again.',
    status: 401,
    verb: 'get',
  });
  expect(loginError(refused(401, 'Unauthorized'), { server, auth: { kind: 'none' } }).remedy).toContain('client certificate');
});

it('says what a person who may not be somebody else can do', () => {
  const impersonate = { user: 'jane', groups: [], extra: {} };
  const message = 'users "jane" is forbidden: User "me" cannot impersonate resource "users" in API group "" at the cluster scope';
  expect(loginError(refused(403, message), { server, auth: { kind: 'none' }, impersonate })).toMatchObject({
    message,
    remedy: 'Leave out --as jane, or ask for the right to impersonate.',
  });
});

it('leaves other answers alone', () => {
  const error = refused(403, 'User "me" cannot list resource "pods"');
  expect(loginError(error, { server, auth: { kind: 'none' } })).toBe(error);
});
