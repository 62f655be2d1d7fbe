// npm run generate -w packages/chart-gen, second part: the schema that charts written by hand take, and the charts of examples/. What is
// committed in charts/ is what anybody gets.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, packageFolder, root } from './load.mjs';

const DEMOS = {
  'web-demo': {
    files: ['deployment.yaml', 'exposures/ingress.yaml'],
    options: {
      with: ['ingress-nginx', 'tests'],
      description: 'A web page at http://mywebsite.com/demo/, reachable in any of seven ways by one value.',
    },
    // Its Secret is not part of the example: HTTPS is for whoever has a certificate.
    leaveOut: ['tls'],
  },
  'redis-demo': {
    files: ['node-port', 'load-balancer', 'ingress', 'host-port', 'host-network']
      .map((name) => `exposures/${name}.yaml`)
      .concat('deployment.yaml'),
    options: { with: ['ingress-nginx', 'tests'], description: 'A Redis, reachable in any of seven ways by one value.' },
    leaveOut: [],
  },
};

const contents =
  "export { generateChart } from './index.ts'; export { exposureFragment, printJson } from './schema.ts'; export { readManifests } from '@expose-plus/core/manifests';";
const { exposureFragment, generateChart, printJson, readManifests } = await load(contents, join(packageFolder, 'src'));

writeFileSync(join(root, 'charts/exposure-lib/exposure.schema.json'), printJson(exposureFragment()));

for (const [name, { files, options, leaveOut }] of Object.entries(DEMOS)) {
  const paths = files.map((file) => join(root, 'examples', name, file));
  const objects = paths.flatMap((path) => readManifests(readFileSync(path, 'utf8'), { file: path }).objects.map(({ object }) => object));
  for (const { kind, spec } of objects) if (kind === 'Exposure') for (const key of leaveOut) delete spec[key];
  const chart = generateChart(objects, { name, ...options });
  const folder = join(root, 'charts', name);
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of Object.entries(chart.files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
