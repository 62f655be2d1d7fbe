import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { serveTcp } from '../../test/support/loopback.js';
import type { Loopback } from '../../test/support/loopback.js';
import { probeTcp } from './tcp.js';

let open: Loopback[] = [];
afterEach(async () => {
  await Promise.all(open.map((server) => server.close()));
  open = [];
});
const start = async (handler: Parameters<typeof serveTcp>[0]): Promise<{ address: string; port: number }> => {
  const server = await serveTcp(handler);
  open.push(server);
  return { address: '127.0.0.1', port: server.port };
};

describe('a TCP probe', () => {
  it('is ok where a connection is accepted and held', async () => {
    const target = await start(() => undefined);
    expect(await probeTcp(target)).toEqual({
      id: 'tcp',
      what: `TCP connection to 127.0.0.1:${target.port}`,
      verdict: 'ok',
      evidence: expect.stringMatching(/^accepted after \d+ ms$/),
    });
  });

  it('is ok where the other side speaks first', async () => {
    const target = await start((socket) => socket.end('220 mail\r\n'));
    expect((await probeTcp(target)).verdict).toBe('ok');
  });

  it('is broken where nothing listens, and where the connection is reset', async () => {
    const gone = await serveTcp(() => undefined);
    await gone.close();
    expect(await probeTcp({ address: '127.0.0.1', port: gone.port })).toMatchObject({
      verdict: 'broken',
      evidence: 'the connection was refused',
      remedy: expect.stringContaining('endpoints'),
    });
    const target = await start((socket) => socket.resetAndDestroy());
    expect(await probeTcp(target)).toMatchObject({ verdict: 'broken', evidence: 'the connection was closed by the other side' });
  });

  it('is unknown where the connection is closed at once', async () => {
    const target = await start((socket) => socket.end());
    expect(await probeTcp(target)).toMatchObject({
      verdict: 'unknown',
      evidence: expect.stringMatching(/^accepted after \d+ ms, then closed at once$/),
    });
  });

  it.skipIf(process.platform !== 'linux')('is unknown where nobody answers', async () => {
    // a process that is stopped accepts nothing: once its queue is full the kernel drops what comes, as a firewall does
    const script =
      "require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { console.log(this.address().port) })";
    const stopped = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const fillers: Socket[] = [];
    try {
      const port = Number(String(await new Promise((resolve) => stopped.stdout.once('data', resolve))));
      stopped.kill('SIGSTOP');
      for (let index = 0; index < 8; index += 1) fillers.push(connect({ port, host: '127.0.0.1' }).on('error', () => undefined));
      await expect
        .poll(() => probeTcp({ address: '127.0.0.1', port }, { timeoutMs: 200 }), { timeout: 10_000 })
        .toMatchObject({ verdict: 'unknown', evidence: 'no answer within 0.2 s', remedy: expect.stringContaining('firewall') });
    } finally {
      for (const filler of fillers) filler.destroy();
      stopped.kill('SIGKILL');
    }
  });

  it('is broken where the name does not exist', async () => {
    const hop = await probeTcp({ address: 'no-such-host.invalid', port: 80 });
    expect([
      ['broken', 'the name does not exist'],
      ['unknown', 'the name could not be looked up (no answer of the DNS server)'],
    ]).toContainEqual([hop.verdict, hop.evidence]);
  });

  it('stops when told to', async () => {
    const target = await start(() => undefined);
    const stop = new AbortController();
    const probing = probeTcp(target, { signal: stop.signal });
    stop.abort(new Error('stopped'));
    await expect(probing).rejects.toThrow('stopped');
    await expect(probeTcp(target, { signal: stop.signal })).rejects.toThrow('stopped');
  });
});
