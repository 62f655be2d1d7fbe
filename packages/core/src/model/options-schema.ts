import { z } from 'zod';
import { absolutePath, cidr, dnsLabel, dnsName, duration, hostName, portNumber, quantity } from './schema-texts.js';

const cookieName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'must be the name of a cookie, such as route');
const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'must be the name of a header, such as X-Canary');
const headerMap = z.record(headerName, z.string());
const httpURL = z.string().regex(/^https?:\/\/[^\s]+$/, 'must be a URL that begins with http:// or https://');
const headersSchema = z.strictObject({
  set: headerMap.optional().describe('Headers to set, by name; one that is there is replaced.'),
  remove: z.array(headerName).optional().describe('Headers to take away.'),
});
const count = z.int().min(1);

/** Neutral options of a route: what a controller is asked for beyond host, path and TLS. */
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
      origins: z
        .array(z.string())
        .optional()
        .describe(
          'Origins that may ask, e.g. https://app.example.com, or * for all; preflights are answered with 204, those of others without leave.',
        ),
      methods: z.array(z.string()).optional().describe('Methods that they may use. Default: those that need no leave (GET, HEAD, POST).'),
      headers: z.array(headerName).optional().describe('Headers that they may send. Default: those that need no leave.'),
      exposeHeaders: z.array(headerName).optional().describe('Headers of the answer that scripts may read.'),
      credentials: z.boolean().optional().describe('Whether they may send cookies and authorization along. Default: false.'),
      maxAge: duration.optional().describe('How long a browser may remember the answer to its preflight. Default: as the browser does.'),
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
      url: httpURL.describe('Where every request of the route is sent, whatever its path and query.'),
      code: z
        .union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)])
        .optional()
        .describe('Status of the answer, for every method. Default: 302.'),
    })
    .optional()
    .describe('The route answers with a redirect instead of asking the workload.'),
  appRoot: absolutePath.optional().describe('Where a request for / is redirected.'),
});
