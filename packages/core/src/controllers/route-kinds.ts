/** A kind of object that a route is made of, as it is listed. */
export type RouteKindRow = readonly [resource: string, apiVersion: string, kind: string];

const TRAEFIK = 'traefik.io';
const ISTIO = 'networking.istio.io';
const ENVOY = 'gateway.envoyproxy.io';
const NGF = 'gateway.nginx.org';
const KONG = 'configuration.konghq.com';

/** Kinds of routes that are neither Ingress nor of the Gateway API. */
export const OWN_ROUTES: readonly RouteKindRow[] = [
  [`ingressroutes.${TRAEFIK}`, `${TRAEFIK}/v1alpha1`, 'IngressRoute'],
  [`ingressroutetcps.${TRAEFIK}`, `${TRAEFIK}/v1alpha1`, 'IngressRouteTCP'],
  [`virtualservices.${ISTIO}`, `${ISTIO}/v1`, 'VirtualService'],
  ['httpproxies.projectcontour.io', 'projectcontour.io/v1', 'HTTPProxy'],
];

/** What controllers want beside a route: middlewares, policies, settings of backends. A cluster serves those of its controllers only. */
export const BESIDE_ROUTES: readonly RouteKindRow[] = [
  [`ingressrouteudps.${TRAEFIK}`, `${TRAEFIK}/v1alpha1`, 'IngressRouteUDP'],
  [`middlewares.${TRAEFIK}`, `${TRAEFIK}/v1alpha1`, 'Middleware'],
  [`serverstransports.${TRAEFIK}`, `${TRAEFIK}/v1alpha1`, 'ServersTransport'],
  [`traefikservices.${TRAEFIK}`, `${TRAEFIK}/v1alpha1`, 'TraefikService'],
  [`destinationrules.${ISTIO}`, `${ISTIO}/v1`, 'DestinationRule'],
  [`gateways.${ISTIO}`, `${ISTIO}/v1`, 'Gateway'],
  [`envoyfilters.${ISTIO}`, `${ISTIO}/v1alpha3`, 'EnvoyFilter'],
  ['authorizationpolicies.security.istio.io', 'security.istio.io/v1', 'AuthorizationPolicy'],
  ['extensionservices.projectcontour.io', 'projectcontour.io/v1alpha1', 'ExtensionService'],
  ['backendtlspolicies.gateway.networking.k8s.io', 'gateway.networking.k8s.io/v1', 'BackendTLSPolicy'],
  [`backendtrafficpolicies.${ENVOY}`, `${ENVOY}/v1alpha1`, 'BackendTrafficPolicy'],
  [`clienttrafficpolicies.${ENVOY}`, `${ENVOY}/v1alpha1`, 'ClientTrafficPolicy'],
  [`securitypolicies.${ENVOY}`, `${ENVOY}/v1alpha1`, 'SecurityPolicy'],
  [`httproutefilters.${ENVOY}`, `${ENVOY}/v1alpha1`, 'HTTPRouteFilter'],
  [`clientsettingspolicies.${NGF}`, `${NGF}/v1alpha1`, 'ClientSettingsPolicy'],
  [`proxysettingspolicies.${NGF}`, `${NGF}/v1alpha1`, 'ProxySettingsPolicy'],
  [`upstreamsettingspolicies.${NGF}`, `${NGF}/v1alpha1`, 'UpstreamSettingsPolicy'],
  [`ratelimitpolicies.${NGF}`, `${NGF}/v1alpha1`, 'RateLimitPolicy'],
  [`authenticationfilters.${NGF}`, `${NGF}/v1alpha1`, 'AuthenticationFilter'],
  [`kongplugins.${KONG}`, `${KONG}/v1`, 'KongPlugin'],
  [`kongupstreampolicies.${KONG}`, `${KONG}/v1beta1`, 'KongUpstreamPolicy'],
  ['backendconfigs.cloud.google.com', 'cloud.google.com/v1', 'BackendConfig'],
  ['frontendconfigs.networking.gke.io', 'networking.gke.io/v1beta1', 'FrontendConfig'],
  ['policies.k8s.nginx.org', 'k8s.nginx.org/v1', 'Policy'],
];

/** Every kind that only some clusters serve. */
export const ROUTE_KINDS: readonly RouteKindRow[] = [...OWN_ROUTES, ...BESIDE_ROUTES];
