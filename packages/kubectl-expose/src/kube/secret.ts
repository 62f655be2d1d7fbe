import { X509Certificate } from 'node:crypto';
import type { KubeObject } from '@expose-plus/core';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** What is public of the certificate in a Secret of type kubernetes.io/tls. */
interface CertificateInfo {
  subject: string;
  issuer: string;
  /** DNS names and IP addresses that it is for. */
  names: string[];
  /** RFC 3339. */
  notBefore: string;
  notAfter: string;
}

/**
 * A Secret without its values: type and keys stay, with empty texts as values; of kubernetes.io/tls the public facts of its
 * certificate are kept as `certificate`. Other objects are handed back as they are.
 */
export function withoutSecretData(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1') return object;
  const { data, stringData, ...rest } = object as KubeObject & { data?: Record<string, string>; stringData?: Record<string, string> };
  const certificate = object['type'] === 'kubernetes.io/tls' ? certificateInfo(data?.['tls.crt']) : undefined;
  return {
    ...rest,
    metadata: withoutLastApplied(object.metadata),
    ...(data ? { data: emptied(data) } : {}),
    ...(stringData ? { stringData: emptied(stringData) } : {}),
    ...(certificate ? { certificate } : {}),
  };
}

function emptied(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.keys(values).map((key) => [key, '']));
}

/** `kubectl apply` writes the values into an annotation as well. */
function withoutLastApplied(metadata: KubeObject['metadata']): KubeObject['metadata'] {
  if (!metadata.annotations || !(LAST_APPLIED in metadata.annotations)) return metadata;
  const { [LAST_APPLIED]: _values, ...annotations } = metadata.annotations;
  return { ...metadata, annotations };
}

function certificateInfo(base64: string | undefined): CertificateInfo | undefined {
  if (!base64) return undefined;
  try {
    const certificate = new X509Certificate(Buffer.from(base64, 'base64'));
    return {
      subject: certificate.subject ?? '',
      issuer: certificate.issuer ?? '',
      names: (certificate.subjectAltName ?? '')
        .split(', ')
        .filter(Boolean)
        .map((name) => name.replace(/^(DNS|IP Address):/, '')),
      notBefore: new Date(certificate.validFrom).toISOString(),
      notAfter: new Date(certificate.validTo).toISOString(),
    };
  } catch {
    return undefined;
  }
}
