import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addIngressNginx, layout } from '../cluster/cluster.ts';
import { at, certificate, inFolder } from './certificates.ts';
import { ask, askUntil, checkKubectl, cluster, create, echo, exposed, fieldOf, inNamespace, proves, waitFor } from './support.ts';

const ANNOTATION = 'nginx.ingress.kubernetes.io';
const nodes = layout.nodes.map(({ address }) => address.ipv4);
const [client = ''] = layout.clients.map(({ address }) => address.ipv4);

/**
 * What carries the traffic of an Ingress here: its class, the Service by which it is entered, and its answer for a Service without
 * endpoints (Traefik makes no route of one: allowEmptyServices).
 */
const CONTROLLERS = [
  { by: 'ingress-nginx', className: 'nginx', service: 'service/ingress-nginx-controller', in: 'ingress-nginx', empty: 503 },
  { by: 'Traefik', className: 'traefik', service: 'service/traefik', in: 'traefik', empty: 404 },
] as const;

describe.each(CONTROLLERS)('by Ingress through $by', ({ by, className, service, in: home, empty }) => {
  const address = (): Promise<string> => fieldOf(home, service, '{.status.loadBalancer.ingress[0].ip}');
  const flags = ['--strategy', 'Ingress', '--class', className];

  it('hosts and paths lead to their workloads, and nowhere else', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 }), echo('Deployment', { name: 'api', replicas: 1 })]);
      await exposed(['deploy/web', '-n', namespace, ...flags, '--host', 'shop.example.com', '--path', '/hostname', '--verify=false']);
      await exposed(['deploy/api', '-n', namespace, ...flags, '--host', 'api.example.com', '--verify=false']);
      const entry = await address();
      expect(await askUntil(200, at(entry, 'http://shop.example.com/hostname'))).toMatch(/^web-/);
      expect(await askUntil(200, at(entry, 'http://api.example.com/hostname'))).toMatch(/^api-/);
      expect((await ask(at(entry, 'http://shop.example.com/clientip'))).status).toBe(404);
      expect((await ask(at(entry, 'http://nobody.example.com/hostname'))).status).toBe(404);
      proves({ strategy: 'Ingress', what: 'host and path', by });
    }));

  it('the certificate of a Secret is served, and no other', () =>
    inNamespace((namespace) =>
      inFolder(async (folder) => {
        const host = 'tls.example.com';
        const trusted = await certificate(namespace, folder, host, 'shop-tls');
        await create(namespace, [echo('Deployment', { replicas: 1 })]);
        await exposed(['deploy/web', '-n', namespace, ...flags, '--host', host, '--tls', 'secret=shop-tls', '--verify=false']);
        const entry = await address();
        // whoever trusts this certificate alone gets an answer only when it is the one that is served
        expect(await askUntil(200, ['--cacert', trusted, ...at(entry, `https://${host}/hostname`)])).toMatch(/^web-/);
        const served = await ask(['--cacert', trusted, '--write-out', '%{certs}', ...at(entry, `https://${host}/hostname`)]);
        const pem = (text: string): string => /-----BEGIN CERTIFICATE-----[\s\S]*?-----END/.exec(text)?.[0].replaceAll(/\s/g, '') ?? 'none';
        expect(pem(served.body)).toBe(pem(readFileSync(trusted, 'utf8')));
        proves({ strategy: 'Ingress', what: 'TLS with a given certificate', by });
      }),
    ));

  it('a workload without a ready pod is said to be broken, with the cause, and works when one is ready', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      await checkKubectl(cluster(), ['scale', '-n', namespace, 'deploy/web', '--replicas=0']);
      const argv = ['deploy/web', '-n', namespace, ...flags, '--host', 'empty.example.com', '--timeout', '8s'];
      const { stderr } = await exposed(argv, 3);
      expect(stderr).toMatch(/endpoint/);
      expect(stderr).not.toContain('It works');
      await askUntil(empty, at(await address(), 'http://empty.example.com/hostname'));
      await checkKubectl(cluster(), ['scale', '-n', namespace, 'deploy/web', '--replicas=1']);
      await exposed(argv.slice(0, -2));
      await askUntil(200, at(await address(), 'http://empty.example.com/hostname'));
      proves({ strategy: 'Ingress', what: 'no ready pod: said, with the cause', by });
    }));
});

describe('what ingress-nginx can do beyond routing', () => {
  const address = (): Promise<string> =>
    fieldOf('ingress-nginx', 'service/ingress-nginx-controller', '{.status.loadBalancer.ingress[0].ip}');
  const by = 'ingress-nginx';
  const apply = (namespace: string, host: string, ...more: string[]): Promise<unknown> =>
    exposed(['deploy/web', '-n', namespace, '--strategy', 'Ingress', '--class', 'nginx', '--host', host, '--verify=false', ...more]);

  it('--rewrite / takes the path off the request, --rewrite full=/x replaces it', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      await apply(namespace, 'rewrite.example.com', '--path', '/shop', '--rewrite', '/');
      expect(await askUntil(200, at(await address(), 'http://rewrite.example.com/shop/hostname'))).toMatch(/^web-/);
      await apply(namespace, 'rewrite.example.com', '--path', '/anything', '--rewrite', 'full=/hostname');
      expect(await askUntil(200, at(await address(), 'http://rewrite.example.com/anything/else'))).toMatch(/^web-/);
      expect((await ask(at(await address(), 'http://rewrite.example.com/shop/hostname'))).status).toBe(404);
      proves({ strategy: 'Ingress', what: 'rewrite of a prefix and of the whole path', by });
    }));

  it('HTTP is sent to HTTPS with --redirect-https, and answered without', () =>
    inNamespace((namespace) =>
      inFolder(async (folder) => {
        const host = 'redirect.example.com';
        const trusted = await certificate(namespace, folder, host, 'shop-tls');
        await create(namespace, [echo('Deployment', { replicas: 1 })]);
        await apply(namespace, host, '--tls', 'secret=shop-tls', '--redirect-https');
        await askUntil(308, at(await address(), `http://${host}/hostname`));
        await askUntil(200, ['--cacert', trusted, ...at(await address(), `https://${host}/hostname`)]);
        await apply(namespace, host, '--tls', 'secret=shop-tls', '--redirect-https=false');
        await askUntil(200, at(await address(), `http://${host}/hostname`));
        proves({ strategy: 'Ingress', what: 'redirect to HTTPS', by });
      }),
    ));

  it('a body over --option body-size is refused with 413', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      await apply(namespace, 'body.example.com', '--option', 'body-size=2Ki');
      const post = (size: number): string[] => ['--data', 'x'.repeat(size), ...at('', 'http://body.example.com/echo?msg=hello')];
      const to = async (size: number): Promise<string[]> => {
        const entry = await address();
        return post(size).map((word) => (word === 'body.example.com:80:' ? `${word}${entry}` : word));
      };
      await askUntil(200, await to(1000));
      await askUntil(413, await to(4000));
      proves({ strategy: 'Ingress', what: 'limit of the body: 413', by });
    }));

  it('a client outside of --allow-from is refused with 403', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      const request = async (): Promise<string[]> => at(await address(), 'http://allow.example.com/hostname');
      await apply(namespace, 'allow.example.com', '--allow-from', '203.0.113.0/24');
      await askUntil(403, await request());
      // The controller sees the node that the load balancer leads to, unless its Service keeps the client's address.
      await apply(namespace, 'allow.example.com', '--allow-from', `${client}/32,${nodes.map((node) => `${node}/32`).join(',')},10.0.0.0/8`);
      await askUntil(200, await request());
      proves({ strategy: 'Ingress', what: 'list of allowed clients: 403', by });
    }));

  it('a canary gets about its share by annotations, under an Exposure of its own', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 }), echo('Deployment', { name: 'next', replicas: 1 })]);
      const canary = [`${ANNOTATION}/canary=true`, `${ANNOTATION}/canary-weight=50`].flatMap((text) => ['--annotation', text]);
      const to = ['--strategy', 'Ingress', '--class', 'nginx', '--host', 'canary.example.com', '--verify=false'];
      await exposed(['deploy/web', '-n', namespace, ...to]);
      await exposed(['deploy/next', '-n', namespace, ...to, ...canary]);
      const entry = await address();
      const seen = { web: 0, next: 0 };
      await waitFor('both to answer', async () => {
        const { status, body } = await ask(at(entry, 'http://canary.example.com/hostname'));
        if (status === 200) seen[body.startsWith('next-') ? 'next' : 'web'] += 1;
        return seen.web > 2 && seen.next > 2;
      });
      proves({ strategy: 'Ingress', what: 'canary by weight', by });
    }));

  it('a name and a password are asked for by annotations', () =>
    inNamespace(async (namespace) => {
      const line = `ann:${execFileSync('openssl', ['passwd', '-apr1', 'secret'], { encoding: 'utf8' })}`;
      await checkKubectl(cluster(), ['create', 'secret', 'generic', '-n', namespace, 'users', `--from-literal=auth=${line.trim()}`]);
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      const asks = ['auth-type=basic', 'auth-secret=users'].flatMap((text) => ['--annotation', `${ANNOTATION}/${text}`]);
      await apply(namespace, 'auth.example.com', ...asks);
      const request = at(await address(), 'http://auth.example.com/hostname');
      await askUntil(401, request);
      await askUntil(200, ['--user', 'ann:secret', ...request]);
      expect((await ask(['--user', 'ann:wrong', ...request])).status).toBe(401);
      proves({ strategy: 'Ingress', what: 'basic authentication', by });
    }));
});

describe('what Traefik can do beyond routing, by Middlewares that an annotation names', () => {
  const by = 'Traefik';
  const address = (): Promise<string> => fieldOf('traefik', 'service/traefik', '{.status.loadBalancer.ingress[0].ip}');
  /** Exposes a workload whose requests go through one Middleware, which a platform team has made. */
  async function through(namespace: string, host: string, spec: Record<string, unknown>, ...flags: string[]): Promise<void> {
    const middleware = { apiVersion: 'traefik.io/v1alpha1', kind: 'Middleware', metadata: { name: 'first' }, spec };
    await create(namespace, [echo('Deployment', { replicas: 1 }), middleware]);
    const annotation = `traefik.ingress.kubernetes.io/router.middlewares=${namespace}-first@kubernetescrd`;
    const to = ['--strategy', 'Ingress', '--class', 'traefik', '--host', host, '--verify=false', '--annotation', annotation];
    await exposed(['deploy/web', '-n', namespace, ...to, ...flags]);
  }

  it('HTTP is sent to HTTPS by redirectScheme', () =>
    inNamespace((namespace) =>
      inFolder(async (folder) => {
        const host = 'redirect.traefik.example.com';
        const trusted = await certificate(namespace, folder, host, 'shop-tls');
        await through(namespace, host, { redirectScheme: { scheme: 'https', permanent: true } }, '--tls', 'secret=shop-tls');
        await askUntil(200, ['--cacert', trusted, ...at(await address(), `https://${host}/hostname`)]);
        await askUntil(301, at(await address(), `http://${host}/hostname`));
        proves({ strategy: 'Ingress', what: 'redirect to HTTPS', by });
      }),
    ));

  it('a body over the limit of buffering is refused with 413', () =>
    inNamespace(async (namespace) => {
      const host = 'body.traefik.example.com';
      await through(namespace, host, { buffering: { maxRequestBodyBytes: 2048 } });
      const entry = await address();
      const post = (size: number): string[] => ['--data', 'x'.repeat(size), ...at(entry, `http://${host}/echo?msg=hello`)];
      await askUntil(200, post(1000));
      await askUntil(413, post(4000));
      proves({ strategy: 'Ingress', what: 'limit of the body: 413', by });
    }));

  it('a client outside of ipAllowList is refused with 403', () =>
    inNamespace(async (namespace) => {
      const host = 'allow.traefik.example.com';
      await through(namespace, host, { ipAllowList: { sourceRange: ['203.0.113.99/32'] } });
      const request = at(await address(), `http://${host}/hostname`);
      await askUntil(403, request);
      const sourceRange = [`${client}/32`, ...nodes.map((node) => `${node}/32`), '10.0.0.0/8'];
      const patch = JSON.stringify({ spec: { ipAllowList: { sourceRange } } });
      await checkKubectl(cluster(), ['patch', '-n', namespace, 'middleware.traefik.io/first', '--type=merge', '-p', patch]);
      await askUntil(200, request);
      proves({ strategy: 'Ingress', what: 'list of allowed clients: 403', by });
    }));

  it('a name and a password are asked for by basicAuth', () =>
    inNamespace(async (namespace) => {
      const host = 'auth.traefik.example.com';
      const line = `ann:${execFileSync('openssl', ['passwd', '-apr1', 'secret'], { encoding: 'utf8' })}`;
      await checkKubectl(cluster(), ['create', 'secret', 'generic', '-n', namespace, 'users', `--from-literal=users=${line.trim()}`]);
      await through(namespace, host, { basicAuth: { secret: 'users' } });
      const request = at(await address(), `http://${host}/hostname`);
      await askUntil(401, request);
      await askUntil(200, ['--user', 'ann:secret', ...request]);
      expect((await ask(['--user', 'ann:wrong', ...request])).status).toBe(401);
      proves({ strategy: 'Ingress', what: 'basic authentication', by });
    }));
});

describe.each(['NodePort', 'hostPort', 'hostNetwork'] as const)('an ingress controller entered by %s', (entry) => {
  const className = `by-${entry.toLowerCase()}`;
  const namespace = `ingress-${entry.toLowerCase()}`;
  const [node = ''] = nodes;

  beforeAll(async () => {
    await checkKubectl(cluster(), ['label', 'node', 'node1', `${className}=here`, '--overwrite']);
    await addIngressNginx(cluster(), { entry, namespace, className, nodeSelector: { [className]: 'here' } });
  });
  afterAll(async () => {
    await checkKubectl(cluster(), ['delete', 'namespace', namespace, '--wait=false']);
    await checkKubectl(cluster(), ['delete', 'ingressclass', className]);
    await checkKubectl(cluster(), ['delete', 'clusterrole,clusterrolebinding', `${namespace}-controller`]);
  });

  it('is found by the plugin, which asks at the right address and port by itself', () =>
    inNamespace(async (own) => {
      await create(own, [echo('Deployment', { replicas: 1 })]);
      const flags = ['--strategy', 'Ingress', '--class', className, '--host', 'entry.example.com'];
      const { stdout, stderr } = await exposed(['deploy/web', '-n', own, ...flags]);
      expect(stderr).toContain('It works');
      const [, pin = '', url = ''] = /curl --resolve (\S+) (http:\S+)/.exec(stdout) ?? [];
      const port = entry === 'NodePort' ? await fieldOf(namespace, 'service/ingress-nginx-controller', '{.spec.ports[0].nodePort}') : '80';
      expect(pin).toBe(`entry.example.com:${port}:${node}`);
      expect(await askUntil(200, ['--resolve', pin, `${url}hostname`])).toMatch(/^web-/);
      proves({ strategy: 'Ingress', what: `its controller entered by ${entry}`, by: 'ingress-nginx' });
    }));
});
