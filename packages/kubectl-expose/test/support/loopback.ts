import { createServer as createHttp, request as httpRequest } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { ServerOptions } from 'node:https';
import { connect, createServer as createTcp } from 'node:net';
import type { AddressInfo, Server as TcpServer, Socket } from 'node:net';

/** A server on loopback. */
export interface Loopback {
  port: number;
  /** Connections that came in. */
  connections(): number;
  close(): Promise<void>;
}

/** Serves HTTP, or HTTPS where a certificate is given. */
export async function serve(listener: RequestListener, tls?: ServerOptions): Promise<Loopback> {
  return await listen(tls ? createHttps(tls, listener) : createHttp(listener));
}

/** Serves TCP. */
export async function serveTcp(handler: (socket: Socket) => void): Promise<Loopback> {
  return await listen(createTcp(handler));
}

async function listen(server: Server | TcpServer): Promise<Loopback> {
  let connections = 0;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** What went through a proxy. */
export interface Proxy extends Loopback {
  /** `CONNECT host:port` or `GET url`, with Proxy-Authorization. */
  seen: string[];
}

/** An HTTP proxy that tunnels and forwards. Every target is taken to be on loopback. */
export async function serveProxy(): Promise<Proxy> {
  const seen: string[] = [];
  const note = (request: IncomingMessage): void => {
    seen.push([request.method, request.url, request.headers['proxy-authorization']].filter(Boolean).join(' '));
  };
  const server = createHttp((request, response) => {
    note(request);
    const url = new URL(request.url ?? '');
    const onward = httpRequest(
      { host: '127.0.0.1', port: url.port, path: url.pathname, method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    note(request);
    const onward = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
  });
  return { ...(await listen(server)), seen };
}

/** A SOCKS5 proxy without authentication (RFC 1928). Every target is taken to be on loopback. */
export async function serveSocks(): Promise<Loopback> {
  return await serveTcp((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', (request: Buffer) => {
        const onward = connect(request.readUInt16BE(request.length - 2), '127.0.0.1', () => {
          socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
          onward.pipe(socket).pipe(onward);
        });
        onward.on('error', () => socket.destroy());
      });
    });
  });
}
