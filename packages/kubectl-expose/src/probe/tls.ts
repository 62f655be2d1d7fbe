import { isIP } from 'node:net';
import { checkServerIdentity, connect, createSecureContext } from 'node:tls';
import type { DetailedPeerCertificate, PeerCertificate, SecureContext, TLSSocket } from 'node:tls';
import type { Hop } from '@expose-plus/core';
import { trustedRoots } from '../kube/agent.js';
import { visible } from '../kube/visible.js';
import { failureOf, silence } from './failure.js';
import type { Failure } from './failure.js';
import { hostPort, PROBE_MS } from './target.js';
import type { ProbeOptions, ProbeTarget } from './target.js';

/** The certificate that is served. */
interface ServedCertificate {
  subject: string;
  issuer: string;
  /** DNS names and IP addresses that it is for. */
  names: string[];
  /** RFC 3339. */
  notBefore: string;
  notAfter: string;
  /** SHA-256, in hexadecimal digits with colons. */
  fingerprint: string;
  /** Whether its chain ends at a root that this machine trusts; else the code of the reason, e.g. `SELF_SIGNED_CERT_IN_CHAIN`. */
  trusted: true | string;
}

/** A hop with what was served. */
export interface TlsHop extends Hop {
  certificate?: ServedCertificate;
}

/** Where a TLS probe goes. */
export interface TlsTarget extends ProbeTarget {
  /** Name sent as SNI and expected in the certificate. Absent: no name was asked for, and the certificate is the workload's own affair. */
  host?: string | undefined;
  /** A certificate that nobody here trusts is what was asked for (self-signed, a private authority). */
  untrustedIsFine?: boolean | undefined;
}

/**
 * Shakes hands by TLS and judges the certificate: for another name, expired or not valid yet: broken; from an authority that this
 * machine does not trust: unknown, since clients may trust it. Where no host was asked for, neither counts.
 */
export async function probeTls(target: TlsTarget, options: ProbeOptions = {}): Promise<TlsHop> {
  const host = target.host ?? target.address;
  const what = `TLS handshake with ${hostPort(target)} for ${host}`;
  const answer = await handshake(target, host, options);
  if ('verdict' in answer) return { id: 'tls', what, ...answer };
  return {
    id: 'tls',
    what,
    ...judge(answer.certificate, answer.mismatch, target),
    certificate: answer.certificate,
  };
}

interface Handshake {
  certificate: ServedCertificate;
  /** Why the certificate is not for the host. */
  mismatch: string | undefined;
}

let context: Promise<SecureContext> | undefined;

/** Reading all roots takes a tenth of a second: once is enough. */
async function trust(): Promise<SecureContext> {
  context ??= trustedRoots().then((ca) => createSecureContext({ ca }));
  return await context;
}

async function handshake(target: TlsTarget, host: string, options: ProbeOptions): Promise<Handshake | Failure> {
  const timeoutMs = options.timeoutMs ?? PROBE_MS;
  const secureContext = await trust();
  return await new Promise<Handshake | Failure>((resolve, reject) => {
    const socket = connect({
      host: target.address,
      port: target.port,
      secureContext,
      // an IP address may not be sent as SNI (RFC 6066 section 3)
      ...(isIP(host) ? {} : { servername: host }),
      // judged below: a handshake that fails would not show the certificate
      rejectUnauthorized: false,
    });
    const finish = (result: Handshake | Failure): void => {
      cleanUp();
      resolve(result);
    };
    const stop = (): void => {
      cleanUp();
      reject(options.signal?.reason as Error);
    };
    const deadline = setTimeout(() => finish(silence(timeoutMs)), timeoutMs);
    const cleanUp = (): void => {
      clearTimeout(deadline);
      options.signal?.removeEventListener('abort', stop);
      socket.destroy();
    };
    socket.on('secureConnect', () => finish(readHandshake(socket, host)));
    socket.on('error', (error) => finish(tlsFailure(error)));
    socket.on('end', () =>
      finish({
        verdict: 'broken',
        evidence: 'the connection was closed during the handshake',
        remedy: 'What listens there does not speak TLS.',
      }),
    );
    if (options.signal?.aborted) stop();
    else options.signal?.addEventListener('abort', stop, { once: true });
  });
}

function readHandshake(socket: TLSSocket, host: string): Handshake | Failure {
  const peer = socket.getPeerCertificate(true);
  if (!peer.raw) return { verdict: 'broken', evidence: 'no certificate was served' };
  const error = socket.authorizationError as unknown;
  const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error ?? '');
  const identity = checkServerIdentity(host, peer);
  return {
    certificate: describe(peer, socket.authorized || code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? true : code),
    mismatch: identity?.message,
  };
}

function describe(peer: DetailedPeerCertificate, trusted: true | string): ServedCertificate {
  return {
    subject: nameText(peer.subject),
    issuer: nameText(peer.issuer),
    names: (peer.subjectaltname ?? '')
      .split(', ')
      .filter(Boolean)
      .map((name) => visible(name.replace(/^(DNS|IP Address):/, ''))),
    notBefore: new Date(peer.valid_from).toISOString(),
    notAfter: new Date(peer.valid_to).toISOString(),
    fingerprint: peer.fingerprint256,
    trusted,
  };
}

function nameText(name: PeerCertificate['subject'] | undefined): string {
  const parts = Object.entries(name ?? {}).map(([key, value]) => `${key}=${[value].flat().join('+')}`);
  return visible(parts.join(', '));
}

const MISMATCH =
  'Another certificate than that of the host is served: check that tls names the host and that its Secret exists in the same namespace.';

function judge(certificate: ServedCertificate, mismatch: string | undefined, { host, untrustedIsFine }: TlsTarget): Failure {
  const names = certificate.names.length > 0 ? certificate.names.join(', ') : 'no name';
  const seen = `certificate ${certificate.subject || '(no subject)'} for ${names}, by ${certificate.issuer || '(no issuer)'}, valid until ${certificate.notAfter}`;
  if (mismatch !== undefined && host !== undefined) return { verdict: 'broken', evidence: `not for ${host}: ${seen}`, remedy: MISMATCH };
  const now = Date.now();
  if (Date.parse(certificate.notAfter) < now)
    return { verdict: 'broken', evidence: `expired: ${seen}`, remedy: 'Renew the certificate in the Secret.' };
  if (Date.parse(certificate.notBefore) > now)
    return { verdict: 'broken', evidence: `not valid before ${certificate.notBefore}: ${seen}`, remedy: 'Check the clocks.' };
  if (host === undefined && (mismatch !== undefined || certificate.trusted !== true)) {
    const doubt = mismatch === undefined ? `not trusted on this machine (${String(certificate.trusted)})` : 'not for this address';
    return { verdict: 'ok', evidence: `the workload's own certificate, ${doubt}: ${seen}` };
  }
  if (certificate.trusted === true || untrustedIsFine) return { verdict: 'ok', evidence: seen };
  return {
    verdict: 'unknown',
    evidence: `not trusted on this machine (${certificate.trusted}): ${seen}`,
    remedy: 'Clients must trust the issuer: use an issuer with a public authority, or give clients its root certificate.',
  };
}

function tlsFailure(error: NodeJS.ErrnoException): Failure {
  const code = error.code ?? '';
  if (code === 'ECONNRESET')
    return {
      verdict: 'broken',
      evidence: 'the connection was closed during the handshake',
      remedy: 'What listens there does not speak TLS, or refuses this host name.',
    };
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) {
    return {
      verdict: 'broken',
      evidence: `no TLS handshake: ${visible(error.message.trim())}`,
      remedy: 'What listens there does not speak TLS, or refuses this host name.',
    };
  }
  return failureOf(error);
}
