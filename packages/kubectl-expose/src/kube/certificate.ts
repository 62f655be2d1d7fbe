import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate with its key, both PEM. */
interface KeyedCertificate {
  cert: string;
  key: string;
}

/** What a certificate says. */
export interface CertificateRequest {
  commonName: string;
  /** DNS names (also `*.example.com`) and IP addresses. */
  names?: readonly string[];
  notBefore: Date;
  notAfter: Date;
  /** An authority that may sign others. Default: false. */
  authority?: boolean;
  /** Who signs; absent: signed by itself. */
  issuer?: CertificateAuthority;
}

/** An authority that was made here. */
export interface CertificateAuthority extends KeyedCertificate {
  commonName: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/**
 * Makes a key (P-256) and a certificate for it (RFC 5280), for servers and clients. For tests and for certificates that are signed
 * by themselves; a public certificate comes from an issuer.
 */
export function makeCertificate(request: CertificateRequest): CertificateAuthority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer = request.issuer ?? { commonName: request.commonName, privateKey, publicKey };
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    ECDSA_SHA256,
    distinguishedName(signer.commonName),
    sequence(time(request.notBefore), time(request.notAfter)),
    distinguishedName(request.commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions(request, publicKey, signer.publicKey))),
  );
  const certificate = sequence(body, ECDSA_SHA256, bits(sign('sha256', body, signer.privateKey)));
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  return { commonName: request.commonName, privateKey, publicKey, cert: pem(certificate), key };
}

function extensions(request: CertificateRequest, publicKey: KeyObject, signerKey: KeyObject): Buffer[] {
  const authority = request.authority ?? false;
  // digitalSignature for leaves; keyCertSign and cRLSign for authorities
  const usage = authority ? Buffer.from([0x01, 0x06]) : Buffer.from([0x07, 0x80]);
  const names = (request.names ?? []).map((name) => (isIP(name) ? der(0x87, addressBytes(name)) : der(0x82, Buffer.from(name))));
  return [
    extension('551d13', true, sequence(...(authority ? [der(0x01, Buffer.from([0xff]))] : []))),
    extension('551d0f', true, der(0x03, usage)),
    ...(authority ? [] : [extension('551d25', false, sequence(oid('2b06010505070301'), oid('2b06010505070302')))]),
    ...(names.length > 0 ? [extension('551d11', false, sequence(...names))] : []),
    extension('551d0e', false, der(0x04, keyId(publicKey))),
    extension('551d23', false, sequence(der(0x80, keyId(signerKey)))),
  ];
}

function keyId(key: KeyObject): Buffer {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(oid(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));
}

function distinguishedName(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(commonName)))));
}

/** UTCTime up to 2049, GeneralizedTime later (RFC 5280 section 4.1.2.5). */
function time(date: Date): Buffer {
  const text = `${date.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(text.slice(2))) : der(0x18, Buffer.from(text));
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const mixed = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = '', tail] = mixed.split('::');
  const groups = (text: string | undefined): number[] => (text ? text.split(':').map((group) => Number.parseInt(group, 16)) : []);
  const [left, right] = [groups(head), groups(tail)];
  const all = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

// 1.2.840.10045.4.3.2
const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

function integer(value: Buffer): Buffer {
  return der(0x02, value);
}

function bits(value: Buffer): Buffer {
  return der(0x03, Buffer.concat([Buffer.from([0]), value]));
}

function tagged(number: number, value: Buffer): Buffer {
  return der(0xa0 | number, value);
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function der(tag: number, value: Buffer): Buffer {
  const { length } = value;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
