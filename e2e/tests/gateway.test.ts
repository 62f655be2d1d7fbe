import { describe, expect, it } from 'vitest';
import { at } from './certificates.ts';
import { gatewayClaims, made } from './gateway-claims.ts';
import { ask, askUntil, create, echo, exposed, fieldOf, inNamespace, proves, udpEcho } from './support.ts';

gatewayClaims({ by: 'Traefik', className: 'traefik', namespace: 'infra' });

describe('by a Gateway without a listener for UDP', () => {
  it('a UDP server is refused, since the Gateway has no listener for it', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [udpEcho]);
      const { stdout, stderr } = await exposed(['deploy/echo', '-n', namespace, '--strategy', 'Gateway', '--gateway', 'infra/edge'], 1);
      expect(stdout + stderr).toContain('EP213');
      expect(await made(namespace)).toEqual([]);
    }));
});

describe('by Ingress through Traefik', () => {
  const controller = (): Promise<string> => fieldOf('traefik', 'service/traefik', '{.status.loadBalancer.ingress[0].ip}');

  it('a Deployment answers under its host and path only, and is removed wholly', () =>
    inNamespace(async (namespace) => {
      await create(namespace, [echo('Deployment', { replicas: 1 })]);
      const route = ['--class', 'traefik', '--host', 'ingress.example.com', '--path', '/hostname'];
      const argv = ['deploy/web', '-n', namespace, '--strategy', 'Ingress', ...route];
      expect((await exposed(argv)).stdout).toMatch(/curl .*http:\/\/ingress\.example\.com/);
      expect(await fieldOf(namespace, 'ingress/web', '{.spec.ingressClassName}')).toBe('traefik');
      const address = await controller();
      expect(await askUntil(200, at(address, 'http://ingress.example.com/hostname'))).toMatch(/^web-/);
      expect((await ask(at(address, 'http://ingress.example.com/clientip'))).status).toBe(404);

      const again = await exposed(argv);
      expect(`${again.stdout}${again.stderr}`).toContain('unchanged');
      await exposed(['remove', 'deploy/web', '-n', namespace]);
      expect(await made(namespace)).toEqual([]);
      await askUntil(404, at(address, 'http://ingress.example.com/hostname'));
      proves(
        { strategy: 'Ingress', what: 'HTTP', by: 'Traefik', kind: 'Deployment' },
        { strategy: 'Ingress', what: 'host and path', by: 'Traefik' },
      );
    }));
});
