import type { ExposureSpec } from '@expose-plus/core';
import type { Problem } from './normalise.js';

type Tls = NonNullable<ExposureSpec['tls']>;

const FORMS = '--tls secret=NAME, --tls issuer=NAME, --tls self-signed, --tls passthrough';

/** Reads `--tls` (repeatable, e.g. an issuer with the name of its Secret) and `--redirect-https`. */
export function readTls(values: readonly string[], redirect: boolean | undefined, problems: Problem[]): Tls | undefined {
  const tls: Tls = {};
  for (const value of values) {
    const [key = '', ...rest] = value.split('=');
    const name = rest.join('=');
    if (key === 'secret' && name !== '') tls.secretName = name;
    else if (key === 'issuer' && name !== '') {
      const issuer = readIssuer(name, value, problems);
      if (issuer) tls.issuer = issuer;
    } else if (value === 'self-signed') tls.selfSigned = true;
    else if (value === 'passthrough' || value === 'terminate') tls.mode = value;
    else problems.push({ message: `--tls=${value}: is none of ${FORMS}` });
  }
  if (redirect !== undefined) tls.redirect = redirect;
  if (tls.selfSigned && tls.issuer) problems.push({ message: '--tls self-signed and --tls issuer=… contradict each other: take one' });
  if (tls.mode === 'passthrough' && (tls.secretName !== undefined || tls.issuer || tls.selfSigned)) {
    problems.push({ message: '--tls passthrough leaves the certificate to the workload: it takes no secret, issuer or self-signed' });
  }
  return Object.keys(tls).length > 0 ? tls : undefined;
}

function readIssuer(text: string, value: string, problems: Problem[]): NonNullable<Tls['issuer']> | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return { name: text };
  const kind = (['Issuer', 'ClusterIssuer'] as const).find((known) => known.toLowerCase() === text.slice(0, slash).toLowerCase());
  if (kind) return { kind, name: text.slice(slash + 1) };
  problems.push({
    message: `--tls=${value}: an issuer is an Issuer or a ClusterIssuer`,
    remedy: `--tls issuer=ClusterIssuer${text.slice(slash)}`,
  });
  return undefined;
}
