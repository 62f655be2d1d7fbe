import type { Dialect, OptionRow } from './dialect.js';
import { INGRESS_NGINX } from './ingress-nginx.js';

const PREFIX = 'nginx.ingress.kubernetes.io/';
const evidence = {
  source: 'traefik/traefik v3.7.13, docs/content/reference/routing-configuration/kubernetes/ingress-nginx.md',
  verified: '2026-11-28',
} as const;

/** Annotations of ingress-nginx that Traefik reads. Source: traefik/traefik v3.7.13, pkg/provider/kubernetes/ingress-nginx/annotations.go */
const READ = new Set(
  `affinity affinity-canary-behavior allowlist-source-range app-root auth-method auth-realm auth-response-headers auth-secret
  auth-secret-type auth-signin auth-snippet auth-tls-pass-certificate-to-upstream auth-tls-secret auth-tls-verify-client auth-type auth-url
  backend-protocol canary canary-by-cookie canary-by-header canary-by-header-pattern canary-by-header-value canary-weight
  canary-weight-total client-body-buffer-size configuration-snippet cors-allow-credentials cors-allow-headers cors-allow-methods
  cors-allow-origin cors-expose-headers cors-max-age custom-headers custom-http-errors default-backend enable-access-log enable-cors
  enable-global-auth force-ssl-redirect from-to-www-redirect limit-burst-multiplier limit-connections limit-rpm limit-rps
  permanent-redirect permanent-redirect-code proxy-body-size proxy-buffer-size proxy-buffering proxy-buffers-number proxy-connect-timeout
  proxy-http-version proxy-max-temp-file-size proxy-next-upstream proxy-next-upstream-timeout proxy-next-upstream-tries
  proxy-read-timeout proxy-request-buffering proxy-send-timeout proxy-ssl-name proxy-ssl-secret proxy-ssl-server-name proxy-ssl-verify
  rewrite-target server-alias server-snippet service-upstream session-cookie-domain session-cookie-expires session-cookie-max-age
  session-cookie-name session-cookie-path session-cookie-samesite session-cookie-secure ssl-passthrough ssl-redirect temporal-redirect
  temporal-redirect-code upstream-hash-by upstream-vhost use-regex whitelist-source-range x-forwarded-prefix`
    .split(/\s+/)
    .map((word) => PREFIX + word),
);

const LACKS = 'Traefik does not read the annotation of ingress-nginx for it';
const LIMITS = 'Traefik answers 429 where ingress-nginx answers 503, and counts by a token bucket';

function rowOf(row: OptionRow): OptionRow {
  if (row.verdict === 'none') return row;
  const { option, annotation, also = {}, note } = row;
  const words = [...(annotation === undefined ? [] : [annotation]), ...Object.keys(also)];
  if (words.some((word) => !READ.has(word))) return { option, verdict: 'none', note: LACKS, ...evidence };
  if (!option.startsWith('options.rateLimit.')) return row;
  return { ...row, verdict: 'approximate', note: note === undefined ? LIMITS : `${note}; ${LIMITS}` };
}

/** One row for each option that cannot be had. */
function once(rows: readonly OptionRow[]): OptionRow[] {
  return rows.filter((row, index) => row.verdict !== 'none' || rows.findIndex((other) => other.option === row.option) === index);
}

/** The annotations of ingress-nginx, as Traefik reads them with its provider kubernetesIngressNGINX. */
export function traefikNginx(): Dialect[] {
  const [base] = INGRESS_NGINX.dialects ?? [];
  if (!base) return [];
  const options = once(base.options.map((row) => rowOf(row)));
  const unread = (annotation: string): boolean => annotation.startsWith(PREFIX) && !READ.has(annotation);
  const rows = base.options.flatMap(({ annotation }) => (annotation !== undefined && unread(annotation) ? [annotation] : []));
  return [
    {
      ...base,
      id: 'traefik-nginx',
      title: 'Traefik (annotations of ingress-nginx)',
      parts: (base.parts ?? []).filter(({ id }) => options.some(({ on }) => on === id)),
      options,
      // It makes no location / of its own, and answers preflights of every origin.
      quirks: (base.quirks ?? []).flatMap((quirk) => (quirk.without === undefined ? [] : [{ ...quirk, ...evidence }])),
      foreign: [
        ...(base.foreign ?? []).map((word) => (unread(word.annotation) ? { ...word, why: 'Traefik does not read it', ...evidence } : word)),
        ...[...new Set(rows)].map((annotation) => ({ annotation, why: 'Traefik does not read it', ...evidence })),
      ],
    },
  ];
}
