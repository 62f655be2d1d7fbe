import type { FlagSpec, FlagValues } from './flag.js';

/** kubectl's connection flags (`kubectl options`); kubectl passes a plugin only what follows the plugin's name. */
export const CONNECTION_FLAGS = [
  {
    name: 'namespace',
    short: 'n',
    type: 'string',
    placeholder: 'NAMESPACE',
    completes: 'namespace',
    summary: 'Namespace of the workload.',
  },
  { name: 'context', type: 'string', placeholder: 'NAME', completes: 'context', summary: 'Context of the kubeconfig.' },
  {
    name: 'kubeconfig',
    type: 'string',
    placeholder: 'FILE',
    completes: 'file',
    summary: 'Kubeconfig file. Default: KUBECONFIG, then ~/.kube/config.',
  },
  { name: 'cluster', type: 'string', placeholder: 'NAME', completes: 'cluster', summary: 'Cluster of the kubeconfig.' },
  { name: 'user', type: 'string', placeholder: 'NAME', completes: 'user', summary: 'User of the kubeconfig.' },
  { name: 'server', short: 's', type: 'string', placeholder: 'URL', summary: 'Address of the API server.' },
  { name: 'token', type: 'string', placeholder: 'TOKEN', summary: 'Bearer token.' },
  { name: 'as', type: 'string', placeholder: 'USER', summary: 'Act as this user.' },
  { name: 'as-uid', type: 'string', placeholder: 'UID', summary: 'Act with this user id.' },
  { name: 'as-group', type: 'string', placeholder: 'GROUP', repeatable: true, summary: 'Act as a member of this group (repeatable).' },
  {
    name: 'as-user-extra',
    type: 'string',
    placeholder: 'KEY=VALUE',
    repeatable: true,
    summary: 'Act with this extra field of the user (repeatable).',
  },
  { name: 'username', type: 'string', placeholder: 'NAME', hidden: true, summary: 'User name for basic authentication.' },
  { name: 'password', type: 'string', placeholder: 'PASSWORD', hidden: true, summary: 'Password for basic authentication.' },
  { name: 'client-certificate', type: 'string', placeholder: 'FILE', completes: 'file', summary: 'Client certificate.' },
  { name: 'client-key', type: 'string', placeholder: 'FILE', completes: 'file', summary: 'Key of the client certificate.' },
  {
    name: 'certificate-authority',
    type: 'string',
    placeholder: 'FILE',
    completes: 'file',
    summary: "Certificate authority of the API server's certificate.",
  },
  { name: 'tls-server-name', type: 'string', placeholder: 'NAME', summary: "Name to expect in the API server's certificate." },
  { name: 'insecure-skip-tls-verify', type: 'boolean', summary: "Do not check the API server's certificate." },
  {
    name: 'request-timeout',
    type: 'string',
    placeholder: 'DURATION',
    default: '0',
    summary: 'Limit for one request, e.g. 30s; 0 is none.',
  },
  { name: 'disable-compression', type: 'boolean', hidden: true, summary: 'Ask for uncompressed answers.' },
  {
    name: 'cache-dir',
    type: 'string',
    placeholder: 'DIR',
    completes: 'directory',
    summary: 'Where discovery is cached. Default: ~/.kube/cache.',
  },
] as const satisfies readonly FlagSpec[];

/** Values of kubectl's connection flags. */
export type ConnectionValues = FlagValues<typeof CONNECTION_FLAGS>;
