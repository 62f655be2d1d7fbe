import { describe, expect, it } from 'vitest';
import { at, controller, helm4, template } from '../helm.js';

const DIGEST = 'sha256:594ceea76b01c592858f803f9ff4d2cb40542cae2060410b2c95f75907d659e1';
const OTHER = `sha256:${'b'.repeat(64)}`;

const CASES: { what: string; image?: object; global?: object; gives: string }[] = [
  { what: 'the last release by digest', gives: `registry.k8s.io/ingress-nginx/controller:v1.15.1@${DIGEST}` },
  {
    what: 'a mirror keeps the digest',
    image: { registry: 'mirror.example.com/k8s/' },
    gives: `mirror.example.com/k8s/ingress-nginx/controller:v1.15.1@${DIGEST}`,
  },
  {
    what: 'a mirror that changes digests',
    image: { registry: 'mirror.example.com', digest: '' },
    gives: 'mirror.example.com/ingress-nginx/controller:v1.15.1',
  },
  {
    what: 'the registry of a parent',
    global: { imageRegistry: 'mirror.example.com' },
    gives: `mirror.example.com/ingress-nginx/controller:v1.15.1@${DIGEST}`,
  },
  {
    what: 'the registry of the upstream chart',
    global: { image: { registry: 'k8s.example.com' }, imageRegistry: 'mirror.example.com' },
    gives: `k8s.example.com/ingress-nginx/controller:v1.15.1@${DIGEST}`,
  },
  {
    what: 'a global image that means something else',
    global: { image: 'web:1' },
    gives: `registry.k8s.io/ingress-nginx/controller:v1.15.1@${DIGEST}`,
  },
  {
    what: 'another tag drops the digest of the first',
    image: { tag: 'v1.15.2' },
    gives: 'registry.k8s.io/ingress-nginx/controller:v1.15.2',
  },
  {
    what: 'a fork with a date for a tag',
    image: { repository: 'ghcr.io/forkline/ingress-nginx/controller', tag: '2026.7.20' },
    gives: 'ghcr.io/forkline/ingress-nginx/controller:2026.7.20',
  },
  { what: 'an own build under the old tag', image: { repository: 'example.com/nginx' }, gives: 'example.com/nginx:v1.15.1' },
  {
    what: 'a fork by digest',
    image: { repository: 'example.com/nginx', tag: 'v1.11.0', digest: OTHER },
    gives: `example.com/nginx:v1.11.0@${OTHER}`,
  },
  { what: 'a digest alone', image: { tag: '', digest: OTHER }, gives: `registry.k8s.io/ingress-nginx/controller@${OTHER}` },
  {
    what: 'registry and repository',
    image: { registry: 'cache.example.com:5000', repository: 'ghcr.io/forkline/controller', tag: '1' },
    gives: 'cache.example.com:5000/ghcr.io/forkline/controller:1',
  },
  {
    what: 'a hardened build of the floor itself',
    image: { tag: 'v1.15.1-hardened1' },
    gives: 'registry.k8s.io/ingress-nginx/controller:v1.15.1-hardened1',
  },
];

describe(`image${helm4.note}`, () => {
  it.skipIf(helm4.missing).for(CASES)('$what', async ({ image = {}, global = {}, gives }) => {
    const objects = await template(helm4, { values: { global, controller: { image } } });
    expect(at(controller(objects), 'image')).toBe(gives);
  });
});
