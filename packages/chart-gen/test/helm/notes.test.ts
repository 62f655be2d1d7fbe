import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { generateChart } from '../../src/index.js';
import { helm, helms, inFolder, objectsOf } from './helm.js';

const STRATEGIES = ['', 'ClusterIP', 'NodePort', 'LoadBalancer', 'Ingress', 'Gateway', 'hostPort', 'hostNetwork'];
const labels = { app: 'shop' };
const objects = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'shop' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'web',
              image: 'shop:1',
              ports: [
                { name: 'http', containerPort: 8080 },
                { name: 'metrics', containerPort: 9090 },
              ],
            },
          ],
        },
      },
    },
  },
];
const { files } = generateChart(objects, { name: 'shop' });
/** `helm template` leaves notes out, so a ConfigMap shows them. */
const shows = `{{- define "test.notes" }}${files['templates/NOTES.txt']}{{ end }}
apiVersion: v1
kind: ConfigMap
metadata: { name: notes }
data: { notes: {{ include "test.notes" . | quote }} }
`;

/** Where a name resolves to several things, the notes must name each. */
const VALUES: Record<string, object> = {
  'one host': {
    hosts: ['shop.example.com'],
    ingress: { className: 'nginx', controller: 'ingress-nginx' },
    hostPort: { ports: { http: 18080 } },
    gateway: { className: 'edge' },
  },
  'two hosts, two paths, TLS': {
    hosts: ['shop.example.com', '*.example.com'],
    paths: [
      { path: '/shop', type: 'Prefix', rewrite: { full: '/' } },
      { path: '/status/', rewrite: { full: '/' } },
    ],
    ingress: { className: 'nginx', controller: 'ingress-nginx' },
    tls: { selfSigned: true },
    gateway: { parentRef: { namespace: 'infra', name: 'edge' } },
    ports: [{ name: 'http' }, { name: 'metrics' }],
    hostPort: { ports: { http: 18080 } },
  },
};

for (const which of helms) {
  describe.skipIf(which.path === undefined)(`notes of a release, ${which.id}${which.leftOut}`, () => {
    it.each(Object.entries(VALUES))('%s: each strategy says how to get in', async (name, exposure) => {
      const shown: string[] = [];
      await inFolder({ ...files, 'templates/shown.yaml': shows }, async (folder) => {
        for (const strategy of STRATEGIES) {
          const values = JSON.stringify({ ...exposure, strategy });
          const { code, stdout, stderr } = await helm(which, [
            'template',
            'shop',
            folder,
            '--namespace',
            'market',
            '--show-only',
            'templates/shown.yaml',
            '--set-json',
            `exposure=${values}`,
          ]);
          if (code !== 0) throw new Error(`${strategy}: ${stderr}`);
          const [{ data }] = objectsOf(stdout) as [{ data: { notes: string } }];
          shown.push(`## ${strategy === '' ? 'no strategy' : strategy}\n\n${data.notes.trim()}\n`);
        }
      });
      // Both versions of helm show the same.
      const file = fileURLToPath(new URL(`notes/${name.replaceAll(/[ ,]+/g, '-')}.md`, import.meta.url));
      await expect(shown.join('\n')).toMatchFileSnapshot(file);
    });
  });
}
