import { makeCertificate } from '../../src/kube/certificate.js';
import type { CertificateAuthority } from '../../src/kube/certificate.js';

const DAY = 24 * 60 * 60 * 1000;
const at = (days: number): Date => new Date(Date.now() + days * DAY);

/** An authority for tests. */
export const authority = makeCertificate({ commonName: 'test authority', authority: true, notBefore: at(-10), notAfter: at(10) });

/** A certificate of the authority, valid today. */
export function issued(commonName: string, names: string[] = []): CertificateAuthority {
  return makeCertificate({ commonName, names, notBefore: at(-1), notAfter: at(1), issuer: authority });
}

/** A certificate of the authority that ended yesterday. */
export function expired(names: string[]): CertificateAuthority {
  return makeCertificate({ commonName: 'expired', names, notBefore: at(-3), notAfter: at(-1), issuer: authority });
}

/** A certificate signed by itself. */
export function selfSigned(names: string[]): CertificateAuthority {
  return makeCertificate({ commonName: 'self', names, notBefore: at(-1), notAfter: at(1) });
}
