import { describe, expect, it } from 'vitest';
import type { EntryPoint } from '../model/plan.js';
import { cleanObject, curlLine, entryUrl } from './output.js';

const entry: EntryPoint = {
  strategy: 'Ingress',
  reach: 'public',
  protocol: 'TCP',
  scheme: 'http',
  addresses: ['172.30.2.2'],
  addressSource: 'any node',
  port: 30137,
  host: 'mywebsite.com',
  path: '/demo/',
};

describe('curlLine', () => {
  it.each<[string, Partial<EntryPoint>, string | undefined]>([
    ['pins the address', {}, 'curl --resolve mywebsite.com:30137:172.30.2.2 http://mywebsite.com:30137/demo/'],
    ['leaves default ports out of the URL', { port: 80 }, 'curl --resolve mywebsite.com:80:172.30.2.2 http://mywebsite.com/demo/'],
    ['says https', { scheme: 'https', port: 443 }, 'curl --resolve mywebsite.com:443:172.30.2.2 https://mywebsite.com/demo/'],
    ['brackets IPv6', { addresses: ['fd00::2'], port: 80 }, 'curl --resolve mywebsite.com:80:[fd00::2] http://mywebsite.com/demo/'],
    [
      'connects to a load balancer that is known by name',
      { addresses: ['lb.example.net'], port: 80 },
      'curl --connect-to mywebsite.com:80:lb.example.net:80 http://mywebsite.com/demo/',
    ],
    [
      'asks for a name below a wildcard',
      { host: '*.example.com', port: 80 },
      'curl --resolve any.example.com:80:172.30.2.2 http://any.example.com/demo/',
    ],
    [
      'quotes what a shell would read',
      { path: "/a b'c" },
      String.raw`curl --resolve mywebsite.com:30137:172.30.2.2 'http://mywebsite.com:30137/a b'\''c'`,
    ],
    [
      'does not ask curl to trust a certificate that signs itself',
      { scheme: 'https', port: 443, selfSigned: true },
      'curl --insecure --resolve mywebsite.com:443:172.30.2.2 https://mywebsite.com/demo/',
    ],
    ['is undefined without an address', { addresses: [] }, undefined],
    ['is undefined for what curl does not speak', { scheme: 'tcp' }, undefined],
    ['is undefined inside the cluster', { reach: 'inside' }, undefined],
  ])('%s', (_, parts, line) => {
    expect(curlLine({ ...entry, ...parts })).toBe(line);
  });

  it('needs no pin without a host', () => {
    const { host: _, ...rest } = entry;
    expect(curlLine(rest)).toBe('curl http://172.30.2.2:30137/demo/');
    expect(entryUrl(rest)).toBe('http://172.30.2.2:30137/demo/');
  });
});

describe('cleanObject', () => {
  it('leaves out what the server and controllers assigned', () => {
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}', 'deployment.kubernetes.io/revision': '3', keep: 'x' };
    const metadata = {
      name: 'web',
      uid: 'u',
      resourceVersion: '1',
      generation: 2,
      creationTimestamp: 'x',
      managedFields: [],
      labels: { app: 'web' },
      annotations,
    };
    expect(cleanObject({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 1 }, status: {} })).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', labels: { app: 'web' }, annotations: { keep: 'x' } },
      spec: { replicas: 1 },
    });
  });

  it('leaves out the node and the token volume of a Pod', () => {
    const mounts = [{ name: 'kube-api-access-x' }, { name: 'data' }];
    const spec = { nodeName: 'n', containers: [{ name: 'app', volumeMounts: mounts }], volumes: [{ name: 'kube-api-access-x' }] };
    expect(cleanObject({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec })['spec']).toEqual({
      containers: [{ name: 'app', volumeMounts: [{ name: 'data' }] }],
    });
  });
});
