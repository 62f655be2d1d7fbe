import { isIPv6 } from 'node:net';
import type { Hop } from '@expose-plus/core';
import { failureOf } from './failure.js';
import type { Failure } from './failure.js';
import { hostPort, PROBE_MS } from './target.js';
import type { ProbeOptions, ProbeTarget } from './target.js';

/** What makes a service of a well-known port answer. Others get one empty line. */
const QUESTIONS: Record<number, Buffer> = {
  // DNS: NS records of the root (RFC 1035 section 4.1)
  53: Buffer.from('1234010000010000000000000000020001', 'hex'),
  // NTP: a client's question, version 4 (RFC 5905 section 7.3)
  123: Buffer.concat([Buffer.from([0x23]), Buffer.alloc(47)]),
};

/** Milliseconds between two tries: datagrams get lost. */
const AGAIN_MS = 1000;

/** Sends datagrams. An answer: ok; port unreachable: broken; silence: unknown, since many services never answer a stranger. */
export async function probeUdp(target: ProbeTarget, options: ProbeOptions = {}): Promise<Hop> {
  return { id: 'udp', what: `UDP datagram to ${hostPort(target)}`, ...(await ask(target, options)) };
}

async function ask(target: ProbeTarget, options: ProbeOptions): Promise<Failure> {
  const { createSocket } = await import('node:dgram');
  const timeoutMs = options.timeoutMs ?? PROBE_MS;
  const started = performance.now();
  return await new Promise<Failure>((resolve, reject) => {
    const socket = createSocket(isIPv6(target.address) ? 'udp6' : 'udp4');
    const question = QUESTIONS[target.port] ?? Buffer.from('\n');
    const timers: NodeJS.Timeout[] = [];
    let settled = false;
    const cleanUp = (): void => {
      settled = true;
      for (const timer of timers) clearTimeout(timer);
      options.signal?.removeEventListener('abort', stop);
      socket.close();
    };
    const finish = (result: Failure): void => {
      if (settled) return;
      cleanUp();
      resolve(result);
    };
    const stop = (): void => {
      cleanUp();
      reject(options.signal?.reason as Error);
    };
    const failed = (error: NodeJS.ErrnoException): void => {
      const closed: Failure = {
        verdict: 'broken',
        evidence: 'the port is unreachable',
        remedy: 'Nothing listens there: look at the endpoints of the Service.',
      };
      finish(error.code === 'ECONNREFUSED' ? closed : failureOf(error));
    };
    const send = (): void => {
      socket.send(question, (error) => {
        if (error) failed(error);
      });
      timers.push(setTimeout(send, AGAIN_MS));
    };
    socket.on('message', (answer) =>
      finish({ verdict: 'ok', evidence: `${answer.length} bytes after ${Math.round(performance.now() - started)} ms` }),
    );
    socket.on('error', failed);
    timers.push(
      setTimeout(
        () =>
          finish({
            verdict: 'unknown',
            evidence: `no answer within ${timeoutMs / 1000} s, which with UDP means nothing`,
            remedy: 'Ask with a client of the protocol.',
          }),
        timeoutMs,
      ),
    );
    if (options.signal?.aborted) {
      stop();
      return;
    }
    options.signal?.addEventListener('abort', stop, { once: true });
    socket.connect(target.port, target.address, send);
  });
}
