import { describe, expect, it } from 'vitest';
import { ApiError, ConnectionError } from '../kube/errors.js';
import { apiErrorOf } from '../kube/status.js';
import { explainProxyFailure } from './service-proxy.js';

const status = (code: number, message: string): ApiError =>
  apiErrorOf(code, JSON.stringify({ kind: 'Status', code, reason: 'ServiceUnavailable', message }), 'GET /x');

describe('what the API server says of a Service it should ask', () => {
  // measured on 1.37.2
  it.each([
    [503, 'no endpoints available for service "none"', 'broken'],
    [503, 'no service port 99 found for service "s"', 'broken'],
    [404, 'services "gone" not found', 'broken'],
    [502, 'error trying to reach service: dial tcp 10.244.2.4:9: connect: connection refused', 'broken'],
    [502, 'error trying to reach service: tls: first record does not look like a TLS handshake', 'broken'],
    [502, 'error trying to reach service: malformed HTTP response "-ERR"', 'broken'],
    [502, 'error trying to reach service: dial tcp 10.244.2.4:80: i/o timeout', 'unknown'],
    [504, 'Timeout: request did not complete within the allotted duration', 'unknown'],
  ])('%i %s: %s', (code, message, verdict) =>
    expect(explainProxyFailure(status(code, message))).toMatchObject({ verdict, evidence: message }),
  );

  it('is not mixed up with what the workload says', () => {
    for (const code of [401, 403, 404, 405])
      expect(explainProxyFailure(apiErrorOf(code, '<h1>no</h1>', 'GET /x'))).toEqual({ verdict: 'ok', evidence: `HTTP ${code}` });
    expect(explainProxyFailure(apiErrorOf(500, 'oops', 'GET /x')).verdict).toBe('unknown');
  });

  it('is nothing when the API server was not reached', () => {
    expect(explainProxyFailure(new ConnectionError('network', 'gone'))).toEqual({ verdict: 'unknown', evidence: 'gone' });
  });
});
