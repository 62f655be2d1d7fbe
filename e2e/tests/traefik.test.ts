import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ask,
  askUntil,
  checkKubectl,
  cluster,
  create,
  echo,
  exposed,
  exposePlus,
  fieldOf,
  inNamespace,
  proves,
  redis,
  sayUntil,
  waitFor,
} from './support.ts';

/** Arguments of curl that go to an address whatever DNS says. */
function at(address: string, url: string): string[] {
  const { hostname, protocol } = new URL(url);
  return ['--resolve', `${hostname}:${protocol === 'https:' ? 443 : 80}:${address}`, url];
}

const controller = (): Promise<string> => fieldOf('traefik', 'service/traefik', '{.status.loadBalancer.ingress[0].ip}');
const gateway = (): Promise<string> => fieldOf('infra', 'gateway/edge', '{.status.addresses[0].value}');

const kinds = 'services,ingresses,httproutes,ingressroutes,middlewares,serverstransports,traefikservices';

/** Everything that the plugin has made, objects of Traefik included. */
async function made(namespace: string): Promise<string[]> {
  const marks = ['-l', 'app.kubernetes.io/managed-by=expose-plus', '-o', 'name'];
  const text = await checkKubectl(cluster(), ['get', '-n', namespace, kinds, ...marks]);
  return text.split('\n').filter((line) => line !== '');
}

/** The ways in which Traefik takes a route, each with its flags. */
const WAYS = [
  { by: 'Traefik', strategy: 'Ingress', address: controller, flags: ['--strategy', 'Ingress', '--class', 'traefik'] },
  {
    by: 'Traefik (IngressRoute)',
    strategy: 'Ingress',
    address: controller,
    flags: ['--strategy', 'Ingress', '--controller', 'traefik-crd'],
  },
  { by: 'Traefik', strategy: 'Gateway', address: gateway, flags: ['--strategy', 'Gateway', '--gateway', 'infra/edge/http'] },
] as const;

describe.each(WAYS)('by $strategy through $by', ({ by, strategy, address, flags }) => {
  const short = `${strategy}${by.length}`.toLowerCase();
  const apply = (namespace: string, host: string, ...more: string[]): Promise<unknown> =>
    exposed(['deploy/web', '-n', namespace, ...flags, '--host', host, '--verify=false', ...more]);

  it('a prefix takes whole path elements, is taken off, is replaced, and a whole path is replaced', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      const host = `${short}-rewrite.example.com`;
      await apply(namespace, host, '--path', '/shop', '--rewrite', '/');
      const entry = await address();
      expect(await askUntil(200, at(entry, `http://${host}/shop/hostname`))).toMatch(/^web-/);
      expect((await ask(at(entry, `http://${host}/shopx`))).status).toBe(404);
      await apply(namespace, host, '--path', '/any', '--rewrite', 'full=/hostname');
      expect(await askUntil(200, at(entry, `http://${host}/any/thing`))).toMatch(/^web-/);
      proves({ strategy, what: 'rewrite of a prefix and of the whole path', by });
    }));

  it('a body over the limit is refused with 413, a client outside of the list with 403', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      const host = `${short}-limits.example.com`;
      await apply(namespace, host, '--option', 'body-size=2Ki');
      const entry = await address();
      const post = (size: number): string[] => ['--data', 'x'.repeat(size), ...at(entry, `http://${host}/echo?msg=hello`)];
      await askUntil(200, post(1000));
      await askUntil(413, post(4000));
      await apply(namespace, host, '--allow-from', '198.51.100.0/24');
      await askUntil(403, at(entry, `http://${host}/hostname`));
      proves({ strategy, what: 'limit of the body: 413', by }, { strategy, what: 'list of allowed clients: 403', by });
    }));

  it('a name and a password are asked for', () =>
    inNamespace(async (namespace) => {
      const line = `ann:${execFileSync('openssl', ['passwd', '-apr1', 'secret'], { encoding: 'utf8' })}`;
      await checkKubectl(cluster(), ['create', 'secret', 'generic', '-n', namespace, 'users', `--from-literal=users=${line.trim()}`]);
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      const host = `${short}-auth.example.com`;
      await apply(namespace, host, '--option', 'basic-auth.secret-name=users');
      const request = at(await address(), `http://${host}/hostname`);
      await askUntil(401, request);
      await askUntil(200, ['--user', 'ann:secret', ...request]);
      expect((await ask(['--user', 'ann:wrong', ...request])).status).toBe(401);
      proves({ strategy, what: 'basic authentication', by });
    }));

  it('headers are set on the way there and back, and browsers of one origin may ask', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      const host = `${short}-headers.example.com`;
      const options = [
        'request-headers.set=X-Shop=blue',
        'response-headers.set=X-Frame-Options=DENY',
        'cors.origins=https://app.example.com',
      ];
      await apply(namespace, host, ...options.flatMap((option) => ['--option', option]));
      const entry = await address();
      expect(await askUntil(200, at(entry, `http://${host}/header?key=X-Shop`))).toBe('blue');
      const answer = await ask(['--include', '--header', 'Origin: https://app.example.com', ...at(entry, `http://${host}/hostname`)]);
      expect(answer.body).toMatch(/x-frame-options: DENY/i);
      expect(answer.body).toMatch(/access-control-allow-origin: https:\/\/app\.example\.com/i);
      proves({ strategy, what: 'headers and CORS', by });
    }));

  it('everything that was made for it is removed', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      const host = `${short}-remove.example.com`;
      await apply(namespace, host, '--path', '/shop', '--rewrite', '/', '--option', 'body-size=2Ki', '--allow-from', '0.0.0.0/0');
      await askUntil(200, at(await address(), `http://${host}/shop/hostname`));
      expect(await made(namespace)).toContain('middleware.traefik.io/web-body-size');
      await exposed(['remove', 'deploy/web', '-n', namespace]);
      expect(await made(namespace)).toEqual([]);
      await askUntil(404, at(await address(), `http://${host}/shop/hostname`));
    }));
});

describe.each(WAYS.slice(1))('a canary by $strategy through $by', ({ by, strategy, address, flags }) => {
  it('gets its share, and requests with its header', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 }), echo('Deployment', { name: 'next', replicas: 1 })]);
      await exposed(['deploy/next', '-n', namespace, '--strategy', 'ClusterIP', '--verify=false']);
      const host = `${strategy.toLowerCase()}-canary.example.com`;
      const options = ['canary.service=next', 'canary.weight=50', 'canary.header=X-Canary'].flatMap((option) => ['--option', option]);
      await exposed(['deploy/web', '-n', namespace, ...flags, '--host', host, '--verify=false', ...options]);
      const request = at(await address(), `http://${host}/hostname`);
      const seen = { web: 0, next: 0 };
      await waitFor('both to answer', async () => {
        const { status, body } = await ask(request);
        if (status === 200) seen[body.startsWith('next-') ? 'next' : 'web'] += 1;
        return seen.web > 2 && seen.next > 2;
      });
      for (let round = 0; round < 5; round += 1)
        expect(await askUntil(200, ['--header', 'X-Canary: always', ...request])).toMatch(/^next-/);
      proves({ strategy, what: 'canary by weight and header', by });
    }));
});

describe('HTTPS through Traefik', () => {
  it.each(WAYS.slice(0, 2))('HTTP is redirected to it by $by, which serves the certificate of the Secret', ({ by, flags }) =>
    inNamespace(async (namespace) => {
      const folder = mkdtempSync(join(tmpdir(), 'expose-plus-e2e-'));
      try {
        const host = `redirect${by.length}.example.com`;
        const [key, file] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
        const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`, '-days', '2'];
        execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', file, ...subject], {
          stdio: 'ignore',
        });
        expect(readFileSync(file, 'utf8')).toContain('BEGIN CERTIFICATE');
        await checkKubectl(cluster(), ['create', 'secret', 'tls', '-n', namespace, 'shop-tls', `--cert=${file}`, `--key=${key}`]);
        await create(namespace, [echo('Deployment', { replicas: 1 })]);
        const argv = ['deploy/web', '-n', namespace, ...flags, '--host', host, '--tls', 'secret=shop-tls', '--verify=false'];
        await exposed([...argv, '--redirect-https']);
        await askUntil(301, at(await controller(), `http://${host}/hostname`));
        expect(await askUntil(200, ['--cacert', file, ...at(await controller(), `https://${host}/hostname`)])).toMatch(/^web-/);
        await exposed([...argv, '--redirect-https=false']);
        await askUntil(200, at(await controller(), `http://${host}/hostname`));
        proves({ strategy: 'Ingress', what: 'redirect to HTTPS', by });
      } finally {
        rmSync(folder, { recursive: true });
      }
    }),
  );
});

describe('an entry point of Traefik', () => {
  it('carries TCP by an IngressRouteTCP: redis answers PING', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [redis]);
      const exposure = {
        apiVersion: 'expose-plus.dev/v1alpha1',
        kind: 'Exposure',
        metadata: { namespace },
        spec: {
          target: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'redis' },
          strategy: 'Ingress',
          ingress: { controller: 'traefik-crd', entryPoint: 'redis' },
        },
      };
      const { code, stdout, stderr } = await exposePlus(['apply', '-f', '-'], JSON.stringify(exposure));
      expect(code, stdout + stderr).toBe(0);
      await sayUntil('+PONG', 'PING', 'tcp', await controller(), 6379);
      proves({ strategy: 'Ingress', what: 'TCP (redis)', by: 'Traefik (IngressRoute)' });
    }));
});
