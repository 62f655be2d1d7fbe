import { canSayNone, describeGap, findObject } from '../detect/coverage.js';
import { servesGroup } from '../detect/apis.js';
import type { PlanContext } from './context.js';
import { isMarked } from './marks.js';
import { objectName } from './names.js';
import { leaveOpen, note, require } from './notes.js';
import { isSet } from './requirements.js';

/** TLS of a request with its defaults. */
export interface ResolvedTls {
  mode: 'terminate' | 'passthrough';
  /** Absent: the controller's own certificate. */
  secretName?: string;
  /** Annotations by which cert-manager makes the certificate. */
  annotations: Record<string, string>;
  selfSigned: boolean;
  redirect?: boolean;
}

/** Settings of `tls` that say where the certificate comes from. */
export const certificateFields = ['tls.secretName', 'tls.issuer', 'tls.selfSigned'] as const;

/**
 * What the request says on TLS; `undefined` without TLS. A redirect alone means that TLS ends in front of the controller, and is no
 * TLS here.
 */
export function resolveTls({ spec, name, notes }: PlanContext): ResolvedTls | undefined {
  const { mode, secretName, issuer, selfSigned, redirect } = spec.tls ?? {};
  const hasCertificate = isSet(secretName) || issuer !== undefined || selfSigned === true;
  if (mode === undefined && !hasCertificate) return undefined;
  const how = redirect === undefined ? {} : { redirect };
  if (mode === 'passthrough') return { mode, annotations: {}, selfSigned: false, ...how };
  if (issuer && selfSigned) note(notes, 'EP163', { message: 'tls.issuer and tls.selfSigned both make the certificate', field: 'spec.tls' });
  const made = issuer !== undefined || selfSigned === true ? objectName(name, '-tls') : undefined;
  const secret = isSet(secretName) ? secretName : made;
  const key = issuer?.kind === 'Issuer' ? 'cert-manager.io/issuer' : 'cert-manager.io/cluster-issuer';
  return {
    mode: 'terminate',
    ...(secret === undefined ? {} : { secretName: secret }),
    annotations: issuer ? { [key]: issuer.name } : {},
    selfSigned: selfSigned === true,
    ...how,
  };
}

/** Notes whether the certificate is there, or will be. */
export function checkCertificate(context: PlanContext, tls: ResolvedTls): void {
  const { snapshot, namespace, spec, name, notes } = context;
  const { issuer } = spec.tls ?? {};
  if (issuer) checkIssuer(context, issuer.kind ?? 'ClusterIssuer', issuer.name);
  const { secretName } = tls;
  if (secretName === undefined || issuer) return;
  const secret = findObject(snapshot, '', 'Secret', secretName, namespace);
  const evidence = secret ? `Secret ${secretName} exists` : `there is no Secret ${secretName} in namespace ${namespace}`;
  if (tls.selfSigned) {
    note(notes, 'EP318', { message: `the certificate in Secret ${secretName} is signed by itself`, field: 'spec.tls.selfSigned' });
    if (secret && !isMarked(secret, name)) {
      require(notes, 'EP201', 'broken', `Secret ${secretName} exists already and is not part of Exposure ${name}`, {
        field: 'spec.tls.secretName',
      });
    }
    return;
  }
  if (secret) require(notes, 'EP222', 'ok', evidence);
  else if (canSayNone(snapshot, 'secrets', namespace, { name: secretName }))
    require(notes, 'EP222', 'broken', evidence, { field: 'spec.tls.secretName' });
  else leaveOpen(notes, 'EP222', `whether Secret ${secretName} exists`, describeGap(snapshot, 'secrets', namespace, { name: secretName }));
}

const CERT_MANAGER = 'cert-manager.io';

function checkIssuer({ snapshot, namespace, notes }: PlanContext, kind: 'Issuer' | 'ClusterIssuer', name: string): void {
  const where = kind === 'Issuer' ? namespace : undefined;
  const field = 'spec.tls.issuer';
  const resource = `${kind.toLowerCase()}s.${CERT_MANAGER}`;
  if (findObject(snapshot, CERT_MANAGER, kind, name, where)) {
    require(notes, 'EP223', 'ok', `${kind} ${name} exists`);
  } else if (servesGroup(snapshot, CERT_MANAGER) === 'no') {
    require(notes, 'EP223', 'broken', `cert-manager is not installed, so that ${kind} ${name} makes no certificate`, { field });
  } else if (canSayNone(snapshot, resource, where, { name })) {
    require(notes, 'EP223', 'broken', `there is no ${kind} ${name}${where === undefined ? '' : ` in namespace ${where}`}`, { field });
  } else leaveOpen(notes, 'EP223', `whether ${kind} ${name} exists`, describeGap(snapshot, resource, where, { name }));
}
