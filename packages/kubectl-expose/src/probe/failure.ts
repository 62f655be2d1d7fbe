import type { Verdict } from '@expose-plus/core';
import { visible } from '../kube/visible.js';

/** What a failed connection says. */
export interface Failure {
  verdict: Verdict;
  evidence: string;
  remedy?: string;
}

const REFUSED = 'Nothing listens there, or a firewall rejects it: look at the endpoints of the Service and at the port of the process.';
const SILENT = 'A firewall or security group may sit in between: allow the port, or try from a machine inside the network.';

const FAILURES: Record<string, Failure> = {
  ECONNREFUSED: { verdict: 'broken', evidence: 'the connection was refused', remedy: REFUSED },
  ECONNRESET: { verdict: 'broken', evidence: 'the connection was closed by the other side', remedy: REFUSED },
  ETIMEDOUT: { verdict: 'unknown', evidence: 'no answer', remedy: SILENT },
  EHOSTUNREACH: {
    verdict: 'unknown',
    evidence: 'no route from this machine',
    remedy: 'The address belongs to a network that this machine is not in: try from there.',
  },
  ENETUNREACH: {
    verdict: 'unknown',
    evidence: 'no route from this machine',
    remedy: 'The address belongs to a network that this machine is not in: try from there.',
  },
  EADDRNOTAVAIL: { verdict: 'unknown', evidence: 'this machine has no address of that family', remedy: 'Try from a machine that has.' },
  EACCES: { verdict: 'unknown', evidence: 'this machine does not allow the connection' },
  EPERM: { verdict: 'unknown', evidence: 'this machine does not allow the connection' },
  ENOTFOUND: {
    verdict: 'broken',
    evidence: 'the name does not exist',
    remedy: 'A new load balancer takes some minutes until its name resolves; else create the DNS record.',
  },
  EAI_AGAIN: { verdict: 'unknown', evidence: 'the name could not be looked up (no answer of the DNS server)' },
};

/** What an error of a socket says about the other side. Silence is never taken for a fault of the workload. */
export function failureOf(error: unknown): Failure {
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException;
  const known = FAILURES[code];
  return known ? { ...known } : { verdict: 'unknown', evidence: visible(message) };
}

/** No answer within the time. */
export function silence(milliseconds: number): Failure {
  return { verdict: 'unknown', evidence: `no answer within ${milliseconds / 1000} s`, remedy: SILENT };
}
