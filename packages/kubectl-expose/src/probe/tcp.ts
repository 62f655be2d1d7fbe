import { connect } from 'node:net';
import type { Hop } from '@expose-plus/core';
import { failureOf, silence } from './failure.js';
import type { Failure } from './failure.js';
import { hostPort, PROBE_MS } from './target.js';
import type { ProbeOptions, ProbeTarget } from './target.js';

/** Milliseconds for which an accepted connection must hold: balancers without a backend accept and close at once. */
const HOLDS_MS = 300;

/**
 * Connects by TCP. Accepted and held: ok; refused or reset: broken; no answer: unknown, since a firewall may sit in between.
 * Something that speaks first counts as held.
 */
export async function probeTcp(target: ProbeTarget, options: ProbeOptions = {}): Promise<Hop> {
  const what = `TCP connection to ${hostPort(target)}`;
  const result = await attempt(target, options);
  return { id: 'tcp', what, ...result };
}

function attempt(target: ProbeTarget, options: ProbeOptions): Promise<Failure> {
  const timeoutMs = options.timeoutMs ?? PROBE_MS;
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const socket = connect({ host: target.address, port: target.port, autoSelectFamily: true });
    let accepted: string | undefined;
    const finish = (result: Failure): void => {
      cleanUp();
      resolve(result);
    };
    const hold = (): void => finish({ verdict: 'ok', evidence: accepted ?? '' });
    const deadline = setTimeout(() => finish(silence(timeoutMs)), timeoutMs);
    let holding: NodeJS.Timeout | undefined;
    const stop = (): void => {
      cleanUp();
      reject(options.signal?.reason as Error);
    };
    const cleanUp = (): void => {
      clearTimeout(deadline);
      clearTimeout(holding);
      options.signal?.removeEventListener('abort', stop);
      socket.destroy();
    };
    socket.on('connect', () => {
      accepted = `accepted after ${Math.round(performance.now() - started)} ms`;
      clearTimeout(deadline);
      holding = setTimeout(hold, HOLDS_MS);
    });
    socket.on('data', hold);
    socket.on('end', () => {
      finish({
        verdict: 'unknown',
        evidence: `${accepted}, then closed at once`,
        remedy: 'A balancer without a healthy backend does this: look at the endpoints of the Service.',
      });
    });
    socket.on('error', (error) => finish(failureOf(error)));
    if (options.signal?.aborted) stop();
    else options.signal?.addEventListener('abort', stop, { once: true });
  });
}
