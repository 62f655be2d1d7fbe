import { beforeAll, expect, it } from 'vitest';
import { createClient } from '../../src/kube/client.js';
import { probePortForward } from '../../src/probe/port-forward.js';
import { probeServiceProxy } from '../../src/probe/service-proxy.js';
import { describeApi } from './server.js';

// what needs a node is proved on the test cluster (e2e); this is what the API server says by itself
describeApi('probes through a real API server', (api) => {
  beforeAll(async () => {
    const { client, namespace } = api();
    await client.apply(
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 's', namespace },
        spec: { selector: { a: 'b' }, ports: [{ name: 'http', port: 80 }] },
      },
      { fieldManager: 't' },
    );
  });

  it('know a Service without endpoints, without that port, and none', async () => {
    const { client, namespace } = api();
    expect(await probeServiceProxy(client, { namespace, service: 's', port: 'http', path: 'x' })).toMatchObject({
      id: 'service-proxy',
      what: `GET x of Service ${namespace}/s port http through the API server`,
      verdict: 'broken',
      evidence: expect.stringContaining('no endpoints available'),
    });
    expect(await probeServiceProxy(client, { namespace, service: 's', port: 99 })).toMatchObject({
      verdict: 'broken',
      remedy: 'The Service has no such port.',
    });
    expect(await probeServiceProxy(client, { namespace, service: 'gone', port: 80, scheme: 'https' })).toMatchObject({
      verdict: 'broken',
      remedy: 'There is no such Service.',
    });
  });

  it('name the missing right', async () => {
    const { connect, namespace } = api();
    const narrow = createClient(connect({ as: 'nobody' }));
    expect(await probeServiceProxy(narrow, { namespace, service: 's', port: 80 })).toMatchObject({
      verdict: 'unknown',
      evidence: `missing: get services/proxy in namespace ${namespace}`,
    });
    expect(await probePortForward(narrow, { namespace, pod: 'p', port: 80 })).toMatchObject({
      id: 'process',
      verdict: 'unknown',
      evidence: 'missing: get and create pods/portforward',
    });
    narrow.close();
  });

  it('do not know a pod that is not there, nor one whom they may not impersonate', async () => {
    const { client, connect, namespace } = api();
    expect(await probePortForward(client, { namespace, pod: 'gone', port: 80 })).toMatchObject({
      verdict: 'unknown',
      evidence: 'there is no such pod',
    });
    const grouped = createClient(connect({ as: 'me', asGroup: ['a'] }));
    expect(await probePortForward(grouped, { namespace, pod: 'p', port: 80 })).toMatchObject({
      verdict: 'unknown',
      evidence: expect.stringContaining('--as-group'),
    });
    grouped.close();
  });
});
