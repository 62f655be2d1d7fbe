import { z } from 'zod';
import { FORMATS, type TextFormat } from './formats.js';
import { STRATEGIES } from './strategy-id.js';

/**
 * The schema of a request. One definition: the flags and the `-f exposure.yaml` file of the plugin, the `exposure` block of a
 * chart's values and the input of the library are this, or are generated from it.
 *
 * What a strategy requires is not here but in one table, `strategies/requirements.ts`, from which the published JSON Schema
 * gets its `if/then`: blocks of inactive strategies stay legal, so that one value can switch a chart.
 */

function text(format: TextFormat): z.ZodString {
  const { pattern, maxLength, words } = format;
  const schema = z.string().regex(new RegExp(pattern), `must be ${words}`);
  return maxLength === undefined ? schema : schema.max(maxLength);
}

const quantity = text(FORMATS.quantity);
const duration = text(FORMATS.duration);
const portNumber = z.int().min(1).max(65535);
const portName = text(FORMATS.portName);
const dnsLabel = text(FORMATS.dnsLabel);
const dnsName = text(FORMATS.dnsName);
const hostName = text(FORMATS.hostName);
const cidr = text(FORMATS.cidr);
const absolutePath = text(FORMATS.absolutePath);
const textMap = z.record(z.string(), z.string());

export const portSchema = z.strictObject({
  name: portName.optional().describe("Name of the port on the Service. Default: the container port's name."),
  port: portNumber.optional().describe('Port under which clients reach it. Default: the container port.'),
  targetPort: z
    .union([portNumber, portName])
    .optional()
    .describe('Container port, by number or name. Default: the same as port, or the only declared one.'),
  protocol: z.enum(['TCP', 'UDP', 'SCTP']).optional().describe('Default: TCP.'),
  appProtocol: z.string().max(253).optional().describe('Application protocol hint, as in a Service (e.g. http, kubernetes.io/h2c).'),
});

export const rewriteSchema = z
  .union([absolutePath, z.strictObject({ full: absolutePath })])
  .describe('A text replaces the matched prefix; { full: /x } replaces the whole path.');

export const pathSchema = z.strictObject({
  path: absolutePath.default('/').describe('Path of the request.'),
  type: z
    .enum(['Prefix', 'Exact', 'RegularExpression', 'ImplementationSpecific'])
    .optional()
    .describe('Default: Prefix. A regular expression is read by the controller, from the start of the path.'),
  port: z
    .union([portNumber, portName])
    .optional()
    .describe('Port of `ports`, by name or number. Default: the one asked for, else the HTTP-like one.'),
  rewrite: rewriteSchema.optional(),
});

const cookieName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'must be the name of a cookie, such as route');
const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'must be the name of a header, such as X-Canary');
const headerMap = z.record(headerName, z.string());
const httpURL = z.string().regex(/^https?:\/\/[^\s]+$/, 'must be a URL that begins with http:// or https://');
const headersSchema = z.strictObject({
  set: headerMap.optional().describe('Headers to set, by name; one that is there is replaced.'),
  remove: z.array(headerName).optional().describe('Headers to take away.'),
});
const count = z.int().min(1);

export const optionsSchema = z.strictObject({
  bodySize: quantity.optional().describe('Largest request body, e.g. 20Mi.'),
  requestTimeout: duration.optional().describe('Time for the whole request, from its first byte to the last of the answer.'),
  connectTimeout: duration.optional().describe('Time to connect to the workload.'),
  readTimeout: duration.optional().describe('Time without data from the workload after which the request fails.'),
  sendTimeout: duration.optional().describe('Time without accepting data of the request after which it fails.'),
  backendProtocol: z
    .enum(['http', 'https', 'grpc', 'grpcs', 'h2c', 'websocket'])
    .optional()
    .describe('How the controller speaks to the workload. Default: http.'),
  backendTLS: z
    .strictObject({
      verify: z.boolean().optional().describe("Check the workload's certificate. Default: as the controller does."),
      serverName: dnsName.optional().describe('Name that is asked for (SNI) and that the certificate must have.'),
      caSecretName: dnsName.optional().describe('Secret with the certificate authority under ca.crt.'),
      caConfigMapName: dnsName.optional().describe('ConfigMap with the certificate authority under ca.crt.'),
    })
    .optional()
    .describe('TLS between controller and workload, with backendProtocol https or grpcs.'),
  targets: z.enum(['pod', 'node']).optional().describe('Whether the load balancer sends to pods or to nodes.'),
  hostHeader: hostName.optional().describe('Host header that the workload sees. Default: the one of the client.'),
  requestHeaders: headersSchema.optional().describe('Headers of the request, as the workload sees them.'),
  responseHeaders: headersSchema.optional().describe('Headers of the answer, as the client sees them.'),
  denyFrom: z.array(cidr).optional().describe('Client ranges that are refused.'),
  cors: z
    .strictObject({
      origins: z.array(z.string()).optional().describe('Origins that may ask, e.g. https://app.example.com, or * for all.'),
      methods: z.array(z.string()).optional().describe('Methods that they may use.'),
      headers: z.array(headerName).optional().describe('Headers that they may send.'),
      exposeHeaders: z.array(headerName).optional().describe('Headers of the answer that scripts may read.'),
      credentials: z.boolean().optional().describe('Whether cookies and authorization may be sent along.'),
      maxAge: duration.optional().describe('How long a browser may remember the answer to its preflight.'),
    })
    .optional()
    .describe('Cross-origin requests of browsers.'),
  basicAuth: z
    .strictObject({
      secretName: dnsName.describe('Secret with the users, in the form that the controller reads.'),
      realm: z.string().optional().describe('What the browser shows.'),
    })
    .optional()
    .describe('A name and a password are asked for.'),
  externalAuth: z
    .strictObject({
      url: httpURL.describe('Asked before each request: 2xx lets it pass.'),
      method: z.enum(['GET', 'HEAD', 'POST']).optional().describe("Default: the controller's own, mostly GET."),
      signInURL: httpURL.optional().describe('Where a client that is not let in is sent.'),
      responseHeaders: z.array(headerName).optional().describe('Headers of its answer that the workload gets.'),
    })
    .optional()
    .describe('Another service decides who gets in.'),
  rateLimit: z
    .strictObject({
      requestsPerSecond: count.optional().describe('Requests a second, of one client address.'),
      requestsPerMinute: count.optional().describe('Requests a minute, of one client address.'),
      burst: count.optional().describe('Requests beyond it that are let through at once.'),
      connections: count.optional().describe('Connections at the same time, of one client address.'),
    })
    .optional()
    .describe('How much one client may ask for; each replica of the controller counts for itself.'),
  affinity: z
    .strictObject({
      cookie: cookieName.describe('Cookie by which a client comes to the same pod again.'),
      maxAge: duration.optional().describe('How long it lasts. Default: as long as the browser runs.'),
      path: absolutePath.optional().describe('Path of the cookie.'),
      sameSite: z.enum(['None', 'Lax', 'Strict']).optional().describe('SameSite of the cookie.'),
      secure: z.boolean().optional().describe('Whether the cookie is sent by HTTPS only.'),
    })
    .optional()
    .describe('The same client comes to the same pod.'),
  canary: z
    .strictObject({
      service: dnsLabel.describe('Service that gets a part of the requests, in the same namespace.'),
      port: portNumber.optional().describe('Its port. Default: the one of the route.'),
      weight: z.int().min(0).max(100).optional().describe('Percent of the requests.'),
      header: headerName.optional().describe('Requests with this header go there.'),
      headerValue: z.string().optional().describe('Only when the header has this value. Default: always.'),
      cookie: cookieName.optional().describe('Requests with this cookie set to always go there.'),
    })
    .optional()
    .describe('A part of the requests goes to another Service.'),
  mirror: z
    .strictObject({
      service: dnsLabel.describe('Service that gets a copy of each request, in the same namespace; its answers are dropped.'),
      port: portNumber.optional().describe('Its port. Default: the one of the route.'),
      percent: z.int().min(1).max(100).optional().describe('Percent of the requests. Default: 100.'),
    })
    .optional()
    .describe('Requests are copied to another Service.'),
  redirect: z
    .strictObject({
      url: httpURL.describe('Where every request of the route is sent.'),
      code: z
        .union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)])
        .optional()
        .describe('Default: 302.'),
    })
    .optional()
    .describe('The route answers with a redirect instead of asking the workload.'),
  appRoot: absolutePath.optional().describe('Where a request for / is redirected.'),
});

export const healthCheckSchema = z.strictObject({
  protocol: z.enum(['tcp', 'http', 'https']).optional().describe("Default: the implementation's own, mostly tcp."),
  path: absolutePath.optional().describe('Path of an HTTP check; the answer must say that all is well.'),
  port: portNumber.optional().describe('Port that is checked, at the target. Default: the one that traffic goes to.'),
  interval: duration.optional().describe('Time between two checks.'),
  timeout: duration.optional().describe('Time after which a check without an answer has failed.'),
  healthyThreshold: z.int().min(1).optional().describe('Checks in a row that must succeed before traffic comes.'),
  unhealthyThreshold: z.int().min(1).optional().describe('Checks in a row that must fail before traffic stops.'),
});

/** The shared part: the same in a file, in chart values and in the library. */
export const exposureSpecSchema = z.strictObject({
  strategy: z
    .enum([...STRATEGIES, 'auto'])
    .default('auto')
    .describe('The way in.'),
  ports: z.array(portSchema).optional().describe('Default: all that the container declares.'),
  hosts: z.array(hostName).optional().describe('Host names, for Ingress and Gateway.'),
  paths: z.array(pathSchema).optional().describe('Paths, for Ingress and Gateway. Default: / as Prefix.'),
  tls: z
    .strictObject({
      mode: z.enum(['terminate', 'passthrough']).optional().describe('Where TLS ends. Default: terminate.'),
      secretName: dnsName.optional().describe('Secret of type kubernetes.io/tls. Default with an issuer: <name>-tls.'),
      issuer: z
        .strictObject({
          kind: z.enum(['Issuer', 'ClusterIssuer']).optional().describe('Default: ClusterIssuer.'),
          name: dnsName.describe('Name of the issuer.'),
        })
        .optional()
        .describe('cert-manager issuer that makes the certificate.'),
      selfSigned: z.boolean().optional().describe('Make a self-signed certificate, for tests.'),
      redirect: z.boolean().optional().describe('Redirect HTTP to HTTPS.'),
    })
    .optional(),
  access: z
    .strictObject({
      scope: z.enum(['public', 'internal']).optional().describe('How far the address may reach. Default: as far as the strategy does.'),
      allowFrom: z.array(cidr).optional().describe('Only these client ranges. Refused where the strategy cannot enforce it.'),
      keepClientIP: z.boolean().optional().describe("Keep the client's address: externalTrafficPolicy Local."),
    })
    .optional(),
  options: optionsSchema.optional().describe('Neutral options of the route or the load balancer.'),
  service: z
    .strictObject({
      name: dnsLabel.optional().describe('Name of the ClusterIP Service. Default: the name of the Exposure.'),
      selector: textMap.optional().describe("Default: the workload's own selector labels."),
      sessionAffinity: z.enum(['None', 'ClientIP']).optional().describe('Whether one client always reaches the same pod. Default: None.'),
      clusterIP: z.string().optional().describe('Fixed cluster address, or None.'),
      ipFamilyPolicy: z
        .enum(['', 'SingleStack', 'PreferDualStack', 'RequireDualStack'])
        .optional()
        .describe('Whether the Service has IPv4, IPv6 or both. Default: as the cluster has it.'),
      ipFamilies: z
        .array(z.enum(['IPv4', 'IPv6']))
        .max(2)
        .optional()
        .describe('IP families of the Service, the first one first.'),
    })
    .optional(),
  nodePort: z
    .strictObject({ ports: z.record(z.string(), portNumber).optional().describe('Fixed node ports, by port name or number.') })
    .optional(),
  hostPort: z
    .strictObject({
      ports: z.record(z.string(), portNumber).optional().describe('Host ports, by port name or number. Default: the container port.'),
      hostIP: z.string().optional().describe('Address of the node to bind. Default: all.'),
    })
    .optional(),
  loadBalancer: z
    .strictObject({
      implementation: z.string().optional().describe('What serves type LoadBalancer. Default: what is detected.'),
      class: z.string().optional().describe('spec.loadBalancerClass. Immutable once set.'),
      address: z
        .string()
        .optional()
        .describe('Static address, several with commas, or their names at the provider. Default: one is assigned.'),
      pool: z.string().optional().describe('Pool or group of addresses to take the address from.'),
      sharedKey: z.string().optional().describe('Services with the same key share one address; their ports must differ.'),
      subnets: z.array(z.string()).optional().describe('Subnets in which the load balancer gets its addresses, by id or name.'),
      securityGroups: z.array(z.string()).optional().describe('Security groups of the load balancer, by id or name.'),
      name: z.string().optional().describe('Name of the load balancer at the provider.'),
      tags: textMap.optional().describe('Tags of the load balancer at the provider.'),
      crossZone: z.boolean().optional().describe('Send to the targets of every zone, not only of the zone that was entered.'),
      bandwidth: z.int().min(1).optional().describe('Bandwidth that is paid for, in Mbit/s.'),
      idleTimeout: duration.optional().describe('Time without data after which a connection is closed.'),
      proxyProtocol: z
        .enum(['v1', 'v2'])
        .optional()
        .describe("Send the client's address ahead of the data by the PROXY protocol; the workload must read it."),
      certificates: z
        .array(z.string())
        .optional()
        .describe("TLS ends at the load balancer, with these certificates, by the provider's id."),
      tlsPorts: z
        .array(z.union([portNumber, portName]))
        .optional()
        .describe('Ports at which TLS ends at the load balancer. Default: all, with certificates.'),
      healthCheck: healthCheckSchema.optional().describe('How the load balancer finds out which targets can take traffic.'),
    })
    .optional(),
  ingress: z
    .strictObject({
      className: z.string().optional().describe('Name of the IngressClass. Default: the one that is served.'),
      controller: z
        .string()
        .optional()
        .describe('Dialect that is written, e.g. ingress-nginx, traefik, traefik-crd. Default: that of what serves the class.'),
      entryPoint: z.string().optional().describe('Entry point or port of the controller by which TCP and UDP come in, where it has such.'),
    })
    .optional(),
  gateway: z
    .strictObject({
      parentRef: z
        .strictObject({
          namespace: dnsLabel.optional().describe('Default: the namespace of the Exposure.'),
          name: dnsName.describe('Name of the Gateway.'),
          sectionName: z.string().optional().describe('Name of the listener. Default: every one that fits.'),
        })
        .optional()
        .describe('Gateway to attach to.'),
      className: z.string().optional().describe('Class of a Gateway to create, when there is none to attach to.'),
      controller: z
        .string()
        .optional()
        .describe('Implementation whose own policies may be used, e.g. envoy-gateway. Default: what serves the class.'),
    })
    .optional(),
  annotations: textMap.optional().describe('On the object that lets traffic in: Service, Ingress or route.'),
  labels: textMap.optional().describe('On every object made.'),
});

/** Which workload. Any kind with a pod template, a Pod, or a Service. */
export const targetSchema = z.strictObject({
  apiVersion: z.string().default('apps/v1').describe('API version of the workload.'),
  kind: z.string().describe('Kind of the workload, e.g. Deployment.'),
  name: dnsName.describe('Name of the workload.'),
  container: z.string().optional().describe('Container that serves. Default: the first that declares ports, else the first.'),
});

/** The file form. */
export const exposureSchema = z.strictObject({
  apiVersion: z.literal('expose-plus.dev/v1alpha1'),
  kind: z.literal('Exposure'),
  metadata: z.strictObject({
    name: dnsName.optional().describe("Default: the target's name."),
    namespace: dnsLabel.optional().describe('Default: the current namespace.'),
    labels: textMap.optional().describe('Not used.'),
    annotations: textMap.optional().describe('Not used.'),
  }),
  spec: exposureSpecSchema.extend({ target: targetSchema }),
});
