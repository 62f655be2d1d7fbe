import { z } from 'zod';
import { optionsSchema } from './options-schema.js';
import { absolutePath, cidr, dnsLabel, dnsName, duration, hostName, portName, portNumber, textMap } from './schema-texts.js';
import { STRATEGIES } from './strategy-id.js';

/**
 * The schema of a request. One definition: the flags and the `-f exposure.yaml` file of the plugin, the `exposure` block of a
 * chart's values and the input of the library are this, or are generated from it.
 *
 * What a strategy requires is not here but in one table, `strategies/requirements.ts`, from which the published JSON Schema
 * gets its `if/then`: blocks of inactive strategies stay legal, so that one value can switch a chart.
 */

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
    .describe(
      'Default: Prefix, by path elements: /a, /a/ and what is below, whether or not it is written with a slash at its end. A regular expression is read by the controller, from the start of the path.',
    ),
  port: z
    .union([portNumber, portName])
    .optional()
    .describe('Port of `ports`, by name or number. Default: the one asked for, else the HTTP-like one.'),
  rewrite: rewriteSchema.optional(),
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
      allowFrom: z
        .array(cidr)
        .optional()
        .describe('Only these client ranges; for a route, where one of its paths matches. Refused where the strategy cannot enforce it.'),
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
