import { z } from 'zod';
import { STRATEGIES } from './strategy-id.js';

/**
 * The schema of a request. One definition: the flags and the `-f exposure.yaml` file of the plugin, the `exposure` block of a
 * chart's values and the input of the library are this, or are generated from it.
 *
 * What a strategy requires is not here but in one table, `strategies/requirements.ts`, from which the published JSON Schema
 * gets its `if/then`: blocks of inactive strategies stay legal, so that one value can switch a chart.
 */

/** Kubernetes quantity for sizes, e.g. `20Mi` (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/). */
const quantity = z.string().regex(/^[0-9]+(\.[0-9]+)?(Ki|Mi|Gi|Ti|k|M|G|T)?$/, 'is not a Kubernetes quantity such as 20Mi');
/** Go duration, e.g. `90s` or `1m30s` (https://pkg.go.dev/time#ParseDuration). */
const duration = z.string().regex(/^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$/, 'is not a Go duration such as 60s or 1m30s');
const portNumber = z.int().min(1).max(65535);
const portName = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'is not a port name (lower-case letters, digits, dashes)')
  .max(63);
const dnsLabel = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'is not a DNS label')
  .max(63);
const dnsName = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, 'is not a DNS name')
  .max(253);
const hostName = z
  .string()
  .regex(/^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, 'is not a host name')
  .max(253);
const cidr = z
  .string()
  .regex(/^([0-9]{1,3}(\.[0-9]{1,3}){3}\/[0-9]{1,2}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\/[0-9]{1,3})$/, 'is not a CIDR such as 203.0.113.0/24');
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
  .union([z.string().startsWith('/'), z.strictObject({ full: z.string().startsWith('/') })])
  .describe('A text replaces the matched prefix; { full: /x } replaces the whole path.');

export const pathSchema = z.strictObject({
  path: z.string().startsWith('/').default('/').describe('Path of the request.'),
  type: z.enum(['Prefix', 'Exact', 'ImplementationSpecific']).optional().describe('Default: Prefix.'),
  port: z
    .union([portNumber, portName])
    .optional()
    .describe('Port of `ports`, by name or number. Default: the one asked for, else the HTTP-like one.'),
  rewrite: rewriteSchema.optional(),
});

export const optionsSchema = z.strictObject({
  bodySize: quantity.optional().describe('Largest request body, e.g. 20Mi.'),
  connectTimeout: duration.optional().describe('Time to connect to the workload.'),
  readTimeout: duration.optional().describe('Time without data from the workload after which the request fails.'),
  sendTimeout: duration.optional().describe('Time without accepting data of the request after which it fails.'),
  backendProtocol: z
    .enum(['http', 'https', 'grpc', 'grpcs', 'h2c', 'websocket'])
    .optional()
    .describe('How the controller speaks to the workload. Default: http.'),
  targets: z.enum(['pod', 'node']).optional().describe('Whether the load balancer sends to pods or to nodes.'),
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
          name: dnsName,
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
      sessionAffinity: z.enum(['None', 'ClientIP']).optional(),
      clusterIP: z.string().optional().describe('Fixed cluster address, or None.'),
      ipFamilyPolicy: z.enum(['', 'SingleStack', 'PreferDualStack', 'RequireDualStack']).optional(),
      ipFamilies: z
        .array(z.enum(['IPv4', 'IPv6']))
        .max(2)
        .optional(),
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
      address: z.string().optional().describe('Static address or its name at the provider.'),
    })
    .optional(),
  ingress: z
    .strictObject({
      className: z.string().optional().describe('Name of the IngressClass. Default: the one that is served.'),
      controller: z.string().optional().describe('Dialect of the annotations. Default: what serves the class.'),
    })
    .optional(),
  gateway: z
    .strictObject({
      parentRef: z
        .strictObject({ namespace: dnsLabel.optional(), name: dnsName, sectionName: z.string().optional() })
        .optional()
        .describe('Gateway to attach to.'),
      className: z.string().optional().describe('Class of a Gateway to create, when there is none to attach to.'),
    })
    .optional(),
  annotations: textMap.optional().describe('On the object that lets traffic in: Service, Ingress or route.'),
  labels: textMap.optional().describe('On every object made.'),
});

/** Which workload. Any kind with a pod template, a Pod, or a Service. */
export const targetSchema = z.strictObject({
  apiVersion: z.string().default('apps/v1'),
  kind: z.string(),
  name: dnsName,
  container: z.string().optional().describe('Container that serves. Default: the first that declares ports, else the first.'),
});

/** The file form. */
export const exposureSchema = z.strictObject({
  apiVersion: z.literal('expose-plus.dev/v1alpha1'),
  kind: z.literal('Exposure'),
  metadata: z.strictObject({
    name: dnsName.optional().describe("Default: the target's name."),
    namespace: dnsLabel.optional(),
    labels: textMap.optional(),
    annotations: textMap.optional(),
  }),
  spec: exposureSpecSchema.extend({ target: targetSchema }),
});
