import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { afterEach, describe, expect, it } from 'vitest';
import { probeUdp } from './udp.js';

let open: Socket[] = [];
afterEach(() => {
  for (const socket of open) socket.close();
  open = [];
});
const bind = (): Promise<Socket> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1', () => resolve(socket));
  });

describe('a UDP probe', () => {
  it('is ok where something answers', async () => {
    const socket = await bind();
    open.push(socket);
    socket.on('message', (_message, from) => socket.send('pong', from.port, from.address));
    const { port } = socket.address();
    expect(await probeUdp({ address: '127.0.0.1', port })).toMatchObject({
      id: 'udp',
      what: `UDP datagram to 127.0.0.1:${port}`,
      verdict: 'ok',
      evidence: expect.stringMatching(/^4 bytes after \d+ ms$/),
    });
  });

  it('is broken where the port is unreachable', async () => {
    const socket = await bind();
    const { port } = socket.address();
    await new Promise<void>((resolve) => socket.close(() => resolve()));
    expect(await probeUdp({ address: '127.0.0.1', port })).toMatchObject({ verdict: 'broken', evidence: 'the port is unreachable' });
  });

  it('is unknown where nothing answers', async () => {
    const socket = await bind();
    open.push(socket);
    expect(await probeUdp({ address: '127.0.0.1', port: socket.address().port }, { timeoutMs: 100 })).toMatchObject({
      verdict: 'unknown',
      evidence: 'no answer within 0.1 s, which with UDP means nothing',
    });
  });

  it('stops when told to', async () => {
    const socket = await bind();
    open.push(socket);
    const stop = new AbortController();
    const probing = probeUdp({ address: '127.0.0.1', port: socket.address().port }, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('stopped')), 20);
    await expect(probing).rejects.toThrow('stopped');
  });
});
