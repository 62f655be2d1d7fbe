import type { DialectPart, OptionRow } from './dialect.js';
import { gatewayDialect } from './gateway-api.js';
import type { ControllerRow } from './row.js';

const verified = '2026-11-28';
const crd = (name: string): { source: string; verified: string } => ({
  source: `nginx/nginx-gateway-fabric v2.6.7, config/crd/bases/gateway.nginx.org_${name}.yaml`,
  verified,
});
const apiVersion = 'gateway.nginx.org/v1alpha1';
const target = { group: 'gateway.networking.k8s.io', kind: '{kind}', name: '{route}' };
const base = { spec: { targetRefs: [target] } };
const reference = { type: 'ExtensionRef', extensionRef: { group: 'gateway.nginx.org', kind: 'AuthenticationFilter', name: '{name}' } };

const parts: readonly DialectPart[] = [
  {
    id: 'basic-auth',
    object: { apiVersion, kind: 'AuthenticationFilter', suffix: '-basic-auth' },
    base: { spec: { type: 'Basic' } },
    link: { list: 'filters', item: reference },
  },
  { id: 'client', object: { apiVersion, kind: 'ClientSettingsPolicy', suffix: '' }, base: { spec: { targetRef: target } } },
  { id: 'proxy', object: { apiVersion, kind: 'ProxySettingsPolicy', suffix: '' }, base },
  { id: 'rate', object: { apiVersion, kind: 'RateLimitPolicy', suffix: '' }, base },
];

const rule = 'spec.rateLimit.local.rules.0';

const options: readonly OptionRow[] = [
  {
    option: 'options.basicAuth.secretName',
    on: 'basic-auth',
    field: 'spec.basic.secretRef.name',
    needs: ['options.basicAuth.realm'],
    verdict: 'exact',
    note: 'its filter must have a realm; the Secret has the key auth with lines of htpasswd',
    ...crd('authenticationfilters'),
  },
  { option: 'options.basicAuth.realm', on: 'basic-auth', field: 'spec.basic.realm', verdict: 'exact', ...crd('authenticationfilters') },
  ...(['Second', 'Minute'] as const).map((unit): OptionRow => ({
    option: `options.rateLimit.requestsPer${unit}`,
    on: 'rate',
    field: `${rule}.rate`,
    template: `{}r/${unit === 'Second' ? 's' : 'm'}`,
    alsoFields: { [`${rule}.key`]: '$binary_remote_addr', [`${rule}.noDelay`]: true },
    excludes: [`options.rateLimit.requestsPer${unit === 'Second' ? 'Minute' : 'Second'}`],
    verdict: 'exact',
    ...crd('ratelimitpolicies'),
  })),
  { option: 'options.rateLimit.burst', on: 'rate', field: `${rule}.burst`, verdict: 'exact', ...crd('ratelimitpolicies') },
  {
    option: 'options.bodySize',
    on: 'client',
    field: 'spec.body.maxSize',
    transform: 'nginxSize',
    verdict: 'exact',
    note: '1m unless told otherwise',
    ...crd('clientsettingspolicies'),
  },
  ...(['connect', 'read', 'send'] as const).map((word): OptionRow => ({
    option: `options.${word}Timeout`,
    on: 'proxy',
    field: `spec.timeout.${word}`,
    pattern: '^[0-9]{1,4}(ms|s|m|h)$',
    expects: 'a whole number of up to four digits with one unit, such as 90s',
    verdict: 'exact',
    source: 'https://docs.nginx.com/nginx-gateway-fabric/traffic-management/proxy-settings',
    verified,
  })),
];

/** NGINX Gateway Fabric, with its policies and filters beside a route. */
export const NGINX_GATEWAY_FABRIC: ControllerRow = {
  id: 'nginx-gateway-fabric',
  title: 'NGINX Gateway Fabric',
  apiGroups: ['gateway.nginx.org'],
  gatewayControllers: ['gateway.nginx.org/nginx-gateway-controller'],
  workloads: [{ image: 'nginx-gateway-fabric' }],
  dialects: [
    gatewayDialect({
      id: 'nginx-gateway-fabric',
      title: 'NGINX Gateway Fabric',
      parts,
      options,
      without: { 'options.requestTimeout': 'its conformance report lists no timeouts of routes' },
      source: 'kubernetes-sigs/gateway-api v1.6.1, conformance/reports/v1.6/nginx-nginx-gateway-fabric',
      verified: '2026-11-22',
    }),
  ],
  source: 'nginx/nginx-gateway-fabric v2.6.7, charts/nginx-gateway-fabric',
  verified: '2026-11-22',
};
