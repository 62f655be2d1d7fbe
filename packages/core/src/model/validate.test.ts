import { describe, expect, it } from 'vitest';
import { locateField } from '../manifests/locate.js';
import { readManifests } from '../manifests/read.js';
import { readExposure, validateExposureSpec } from './validate.js';

const TARGET = { kind: 'Deployment', name: 'web' };

/** What is said of a spec: `CODE field: message — remedy`. */
function said(spec: Record<string, unknown>): string[] {
  const read = readExposure({
    apiVersion: 'expose-plus.dev/v1alpha1',
    kind: 'Exposure',
    metadata: { name: 'web' },
    spec: { target: TARGET, ...spec },
  });
  return 'ok' in read ? [] : read.findings.map(({ code, message, remedy }) => `${code} ${message} — ${remedy}`);
}

describe('readExposure', () => {
  it('gives back a right request as it is', () => {
    const request = { apiVersion: 'expose-plus.dev/v1alpha1', kind: 'Exposure', metadata: {}, spec: { target: TARGET } };
    const read = readExposure(request);
    expect('ok' in read && read.ok).toBe(request);
  });

  it.each([
    [
      { nodePort: { className: 'nginx' } },
      'EP131 spec.nodePort.className belongs to spec.ingress or spec.gateway, not to spec.nodePort — Move it to spec.ingress.className or spec.gateway.className.',
    ],
    [
      { ingress: { parentRef: {} } },
      'EP131 spec.ingress.parentRef belongs to spec.gateway, not to spec.ingress — Move it to spec.gateway.parentRef.',
    ],
    [{ bodySize: '20Mi' }, 'EP131 spec.bodySize belongs to spec.options, not to spec — Move it to spec.options.bodySize.'],
    [{ options: { readTimout: '5s' } }, 'EP130 spec.options.readTimout is not a field of spec.options — Write readTimeout.'],
    [{ nodeport: {} }, 'EP130 spec.nodeport is not a field of spec — Write nodePort.'],
    [{ nodePort: { zzz: 1 } }, 'EP130 spec.nodePort.zzz is not a field of spec.nodePort — Fields of spec.nodePort: ports.'],
    [{ strategy: 'node-port' }, /^EP132 spec.strategy must be ClusterIP, .* or auto, not the text "node-port" — Write NodePort.$/],
    [{ strategy: 'Ingres' }, /Write Ingress\.$/],
    [{ ports: [{ port: '80' }] }, 'EP132 spec.ports[0].port must be a port number from 1 to 65535, not the text "80" — Remove the quotes.'],
    [{ ports: [{ port: 0 }] }, /^EP132 spec.ports\[0\].port must be a port number from 1 to 65535, not the number 0/],
    [{ ports: [{ targetPort: 'HTTP' }] }, /^EP132 spec.ports\[0\].targetPort must be a port number from 1 to 65535 or a port name/],
    [{ labels: { version: 1 } }, 'EP132 spec.labels.version must be a text, not the number 1 — Put it in quotes.'],
    [{ hosts: ['https://a.example'] }, /^EP132 spec.hosts\[0\] must be a host name in lower case .* not the text "https:\/\/a.example"/],
    [{ access: { allowFrom: ['10.0.0.0'] } }, /^EP132 spec.access.allowFrom\[0\] must be a range of addresses such as 203.0.113.0\/24/],
    [{ options: { bodySize: '20MB' } }, /^EP132 spec.options.bodySize must be a Kubernetes quantity such as 20Mi.* — Write 20M\.$/],
    [{ hosts: 'a.example' }, 'EP132 spec.hosts must be a list, not the text "a.example" — Write [a.example].'],
    [
      { loadBalancer: { bandwidth: 'much' } },
      'EP132 spec.loadBalancer.bandwidth must be a whole number of at least 1, not the text "much" — Mend the value; kubectl expose-plus explain exposure lists every field.',
    ],
    [{ loadBalancer: { healthCheck: { healthyThreshold: 0 } } }, /healthyThreshold must be a whole number of at least 1, not the number 0/],
    [{ options: { readTimeout: 60 } }, 'EP132 spec.options.readTimeout must be a text, not the number 60 — Write 60s.'],
    [{ paths: [{ rewrite: { ful: '/' } }] }, /^EP132 spec.paths\[0\].rewrite must be a path .* or \{ full: \/path \}/],
    [{ tls: { issuer: {} } }, /^EP133 spec.tls.issuer.name is missing/],
    [{ tls: null }, /^EP132 spec.tls must be a mapping, not empty/],
    [{ strategy: 'Ingress', tls: { issuer: { name: 'le' } } }, /^EP162 Ingress asks for a certificate.*: set spec.hosts/],
  ] as [Record<string, unknown>, string | RegExp][])('%j', (spec, expected) => {
    const findings = said(spec);
    expect(findings).toHaveLength(1);
    if (typeof expected === 'string') expect(findings[0]).toBe(expected);
    else expect(findings[0]).toMatch(expected);
  });

  it('reports everything together, sorted', () => {
    expect(said({ strategy: 'x', ports: {}, hosts: ['A'], extra: 1 }).map((text) => text.split(' ')[1])).toEqual([
      'spec.extra',
      'spec.hosts[0]',
      'spec.ports',
      'spec.strategy',
    ]);
  });

  it('says nothing about needs while the form is wrong', () => {
    expect(said({ strategy: 'Ingress', tls: { issuer: { name: 'le' } }, hosts: 'a' })).toHaveLength(1);
  });

  it.each([
    [{ apiVersion: 'expose-plus.dev/v1' }, 'apiVersion must be expose-plus.dev/v1alpha1, not the text "expose-plus.dev/v1"'],
    [{ kind: 'Exposures' }, 'kind must be Exposure, not the text "Exposures"'],
    [{ strategy: 'Ingress' }, 'strategy belongs to spec, not to the Exposure'],
    [{ metadata: { name: 'Web' } }, 'metadata.name must be a DNS name: lower-case letters, digits, dashes and dots, not the text "Web"'],
    [{ spec: {} }, 'spec.target is missing'],
  ])('%j', (change, message) => {
    const read = readExposure({
      apiVersion: 'expose-plus.dev/v1alpha1',
      kind: 'Exposure',
      metadata: {},
      spec: { target: TARGET },
      ...change,
    });
    expect('findings' in read && read.findings.map((each) => each.message)).toEqual([message]);
  });

  it.each([null, 5, [], 'text'])('%j is no request', (value) => {
    expect('findings' in readExposure(value)).toBe(true);
  });

  it('finds the line of each field', () => {
    const text =
      'apiVersion: expose-plus.dev/v1alpha1\nkind: Exposure\nspec:\n  target: {kind: Deployment, name: web}\n  nodePort:\n    className: nginx\n  ports:\n  - port: "80"\n';
    const [placed] = readManifests(text, { file: 'exposure.yaml' }).objects;
    if (!placed) throw new Error('not read');
    const read = readExposure(placed.object, { locate: (field) => locateField(text, placed.location, field) });
    expect('findings' in read && read.findings.map(({ location, object }) => [location, object?.name])).toEqual([
      [{ file: 'exposure.yaml', line: 6, column: 5 }, 'web'],
      [{ file: 'exposure.yaml', line: 8, column: 5 }, 'web'],
    ]);
  });
});

describe('validateExposureSpec', () => {
  it('takes no target', () => {
    expect(validateExposureSpec({ strategy: 'NodePort' })).toEqual([]);
    expect(validateExposureSpec({ target: TARGET }).map(({ message }) => message)).toEqual([
      'target has no place where the workload is given already',
    ]);
  });

  it('names fields within the spec', () => {
    expect(validateExposureSpec({ nodePort: { className: 'x' } }).map(({ code, field }) => [code, field])).toEqual([
      ['EP131', 'nodePort.className'],
    ]);
    expect(validateExposureSpec(5).map(({ message }) => message)).toEqual(['the value must be a mapping, not the number 5']);
  });
});
