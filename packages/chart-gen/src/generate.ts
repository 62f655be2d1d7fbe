import { EXPOSURE_API_VERSION, type KubeObject, type Snapshot } from '@expose-plus/core';
import { findComponents, mainComponent } from './components.js';
import { deriveExposure, type InputExposure } from './exposure/derive.js';
import { targetFacts } from './exposure/facts.js';
import { withRequests } from './exposure/requested.js';
import { exposureValues } from './exposure/values.js';
import { chartYaml } from './files/chart-yaml.js';
import { notes } from './files/notes.js';
import { readme } from './files/readme.js';
import { CONTROLLER, LIBRARY } from './generated/charts.js';
import { makeHostFinder } from './hosts.js';
import { readExposures, readInput, type Item } from './input.js';
import { folderOf, layOut } from './layout.js';
import { makeNames } from './names.js';
import { resolveOptions, type ChartOptions } from './options.js';
import { mapping, type Mapping } from './read.js';
import { indexOf } from './references.js';
import { makeBlocks } from './render/block.js';
import { isFull, type Build } from './render/build.js';
import { isData, renderData } from './render/data.js';
import { renderPlain } from './render/plain.js';
import { hardenings, offersOf, type Offer } from './render/policies.js';
import { renderService, serviceKey } from './render/service.js';
import { renderWorkload } from './render/workload.js';
import { makeReport, type ChartReport } from './report.js';
import { printJson, valuesSchema } from './schema.js';
import { narrowSelectors } from './selectors.js';
import { goText } from './template/go-text.js';
import { fillTemplate } from './template/handlebars.js';
import { makeTree, type Tree } from './trees.js';
import { makeValues } from './values.js';

const CONTROLLER_COMMENT = `An ingress-nginx controller of the chart's own, which is only there for the strategy Ingress. entry: LoadBalancer, NodePort,
hostPort or hostNetwork. The project behind it is retired: charts/ingress-nginx/README.md says what that means and all values.`;

/** An image with a shell and curl asks; whoever has no such image at hand names another one. */
const TESTS = {
  enabled: false,
  image: { repository: 'curlimages/curl', tag: '8.11.1', digest: '', pullPolicy: '' },
  address: '',
  port: 0,
  path: '',
};
const TESTS_COMMENT = `helm test: a pod of this image, which needs a shell and curl, sends a request to where traffic gets in. It is off unless
asked for, since helm template shows tests too. address, port and path take the place of what it would look up.`;

const PROFILE_COMMENT = `How pods are hardened: inherit (as they were), baseline (seccomp, no gain of privileges) or restricted (pod-security level
restricted, a read-only root file system and a network policy that follows the strategy). A component may have its own. It can break what was not made for it.`;

/** A chart as files, by path below its folder, and what became of the input. */
export interface Chart {
  files: Record<string, string>;
  report: ChartReport;
}

/**
 * Makes a Helm chart of Kubernetes objects. Rendered with its default values it gives back the input, the names' prefix and Helm's
 * own labels aside; `exposure.strategy` switches how it is reached. Every kind passes. Exposures among the objects fill the `exposure`
 * blocks in. Pure: no file is read or written.
 *
 * @throws ChartError that names everything from which no chart can be made: options, objects without a name, duplicates.
 */
export function generateChart(objects: readonly KubeObject[], options: ChartOptions): Chart {
  const resolved = resolveOptions(options);
  const items = readInput(objects, resolved);
  const components = findComponents(items);
  const main = mainComponent(components, items, options.component, options.name);
  const go = goText({ objects, options });
  const names = makeNames(go, resolved, items, main?.item.name ?? options.name);
  const index = indexOf(items);
  const namespaces = namespacesOf(items, resolved.naming);
  const report = makeReport(items.length);
  const values = makeValues();
  const build: Build = { options: resolved, go, blocks: makeBlocks(go), names, values, report, items, components, main };
  const tools = { names, index, items, hosts: makeHostFinder(index), namespaces: new Set(Object.keys(namespaces)) };
  const trees = items
    .map((item) => makeTree(item, tools))
    .map((tree): Tree => {
      if (resolved.naming === 'original') return tree;
      return { ...tree, tree: narrowSelectors(tree, { components, instance: go.expression('$.Release.Name | quote') }) };
    });
  const snapshot = snapshotOf(items);
  const derived = new Map(components.map((component) => [component, deriveExposure(component, snapshot)]));
  const exposures = withRequests(derived, readExposures(objects), { main, options: resolved, report });
  startValues(build, namespaces);
  for (const component of components) exposureValues(build, component, exposures.get(component) ?? { settings: {} });
  const files = renderAll(build, trees, exposures);
  if (main) {
    const isOn = resolved.with.includes('ingress-nginx');
    values.set(['ingress-nginx'], { enabled: isOn, entry: resolved.entry }, CONTROLLER_COMMENT);
  }
  const isTested = main !== undefined && (isFull(build) || resolved.with.includes('tests'));
  if (isTested) values.set(['tests'], { ...TESTS, enabled: resolved.with.includes('tests') }, TESTS_COMMENT);
  if (isFull(build)) values.set(['extraObjects'], [], 'Objects that are installed along.');
  reportTrees(build, trees);
  if (isFull(build)) {
    for (const component of components)
      report.hardening.push(...hardenings(component).map((line) => ({ object: component.item.id, ...line })));
  }
  const created = items.filter(({ type }) => type === '/Namespace').map(({ name }) => name);
  const data = {
    chart: options.name,
    release: resolved.naming === 'release',
    main: main?.item.name ?? options.name,
    mainDash: `${main?.item.name ?? options.name}-`,
    namespaces: Object.keys(namespaces),
    createdNamespaces: created,
    components: components.length > 0,
    full: isFull(build),
    policed: components.filter((component) => offersOf(build, component).has('networkPolicy')).map(({ key }) => key),
  };
  files['templates/_helpers.tpl'] = fillTemplate('_helpers.tpl', data);
  if (isFull(build)) files['templates/extra-objects.yaml'] = fillTemplate('extra-objects.yaml', data);
  if (main) {
    files['templates/exposure.yaml'] = fillTemplate('exposure.yaml', data);
    files['templates/NOTES.txt'] = notes(build);
    if (isFull(build)) files['templates/policies.yaml'] = fillTemplate('policies.yaml', data);
    if (isTested) files['templates/tests/reach.yaml'] = fillTemplate('test.yaml', data);
    files['templates/ingress-nginx.yaml'] = fillTemplate('ingress-nginx.yaml', data);
    for (const [path, text] of Object.entries(LIBRARY)) files[`charts/exposure-lib/${path}`] = text;
    for (const [path, text] of Object.entries(CONTROLLER)) files[`charts/ingress-nginx/${path}`] = text;
  }
  files['.helmignore'] = fillTemplate('helmignore', {});
  files['Chart.yaml'] = chartYaml(build, { 'exposure-lib': LIBRARY, 'ingress-nginx': CONTROLLER });
  files['values.yaml'] = values.print(
    `Values of the chart ${options.name}. The comments say what each is for; values.schema.json refuses all others.`,
  );
  files['values.schema.json'] = printJson(valuesSchema(options.name, values.data(), offered(build)));
  files['README.md'] = readme(build);
  return { files: Object.fromEntries(Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1))), report: plainReport(report) };
}

/** Settings that each component may have although its values do not show them. */
function offered(build: Build): Record<string, ReadonlySet<Offer>> {
  return Object.fromEntries(build.components.map((component) => [component.key, offersOf(build, component)]));
}

/** The input as what is known: no cluster was read. */
function snapshotOf(items: readonly Item[]): Snapshot {
  const objects = items.map(({ object }) => object);
  return { apiVersion: EXPOSURE_API_VERSION, kind: 'Snapshot', takenAt: '', server: 'unknown', namespace: '', objects, coverage: [] };
}

function plainReport({ objects, components, values, changed, kept, hardening, warnings }: ChartReport): ChartReport {
  return { objects, components, values, changed, kept, hardening, warnings };
}

/** Namespaces of the input, and where the chart puts what stands in them: the same, or one that it makes itself. */
function namespacesOf(items: readonly Item[], naming: string): Record<string, string> {
  if (naming === 'original') return {};
  const made = new Set(items.filter(({ type }) => type === '/Namespace').map(({ name }) => name));
  const used = new Set([...items.flatMap(({ namespace }) => namespace ?? []), ...made]);
  return Object.fromEntries([...used].map((name) => [name, made.has(name) ? '' : name]));
}

function startValues({ values, options, main, components }: Build, namespaces: Record<string, string>): void {
  if (components.length > 0) {
    const pullSecrets = options.flavor === 'full' ? { imagePullSecrets: [] } : {};
    values.set(
      ['global'],
      { imageRegistry: '', ...pullSecrets },
      'Shared with subcharts. imageRegistry takes the place of the registry of every image.',
    );
  }
  if (options.flavor === 'full' && components.length > 0) values.set(['securityProfile'], 'inherit', PROFILE_COMMENT);
  if (options.naming === 'release') {
    const what = main ? `the name of ${main.item.name}; what belongs to it begins with it` : 'what the names of the objects begin with';
    values.set(['fullnameOverride'], '', `Sets ${what}. Empty: made from the name of the release.`);
  }
  if (Object.keys(namespaces).length > 0) {
    values.set(
      ['namespaces'],
      namespaces,
      'Where the objects of each original namespace go. Empty: the namespace of the release, or the one that the chart makes.',
    );
  }
}

/** The templates of all objects, and what the library chart must know of each component. */
function renderAll(
  build: Build,
  trees: readonly Tree[],
  exposures: ReadonlyMap<Build['components'][number], InputExposure>,
): Record<string, string> {
  const { go, options, components } = build;
  const files: Record<string, string> = {};
  const paths = layOut(
    build.items,
    components,
    trees.flatMap(({ references }) => references),
  );
  const define = (name: string, tree: Mapping): string => `{{- define "${name}" -}}\n${go.print(tree)}{{- end }}\n`;
  const rendered = new Map<Item, string>();
  const wirings = new Map<string, Map<string, Mapping>>();

  for (const component of components) {
    const tree = trees.find(({ item }) => item === component.item);
    if (!tree) continue;
    const { text, wiring } = renderWorkload(build, component, tree.tree);
    rendered.set(component.item, text);
    wirings.set(component.key, wiring);
  }
  for (const one of trees) {
    const { item, tree } = one;
    if (rendered.has(item)) continue;
    if (item.type === '/Service') {
      const component = components.find((candidate) => exposures.get(candidate)?.carrier === item);
      const exposure = component && exposures.get(component);
      rendered.set(item, renderService(build, item, tree, component && exposure ? { component, exposure } : undefined));
    } else if (isData(item)) {
      const { text, files: data } = renderData(build, one, serviceKey(item, build));
      rendered.set(item, text);
      Object.assign(files, data);
    } else rendered.set(item, renderPlain(build, item, tree));
  }
  for (const [item, text] of rendered) files[paths.get(item) ?? ''] = text;
  for (const component of components) {
    const facts = targetFacts(build, component, exposures.get(component) ?? { settings: {} }, trees);
    const wiring = [...(wirings.get(component.key) ?? [])].map(([name, tree]) => define(name, tree));
    const head = `{{/* What the chart knows of the component ${component.key}, for charts/exposure-lib. */}}\n`;
    files[`templates/${folderOf(component)}/_component.tpl`] = [
      head + define(`${options.name}.component.${component.key}`, facts),
      ...wiring,
    ].join('\n');
  }
  return files;
}

/** Says what was renamed and which texts look like references that were not followed. */
function reportTrees({ report, names, items, components }: Build, trees: readonly Tree[]): void {
  const named = new Set(trees.flatMap(({ references }) => references.map(({ to }) => to)));
  for (const { item, suspicious, encoded, references } of trees) {
    for (const path of encoded) {
      const what = 'names a Service of the input in base64, which stays as it is: set the value for the release, or take naming: original';
      report.warnings.push({ object: item.id, field: path, what });
    }
    for (const { to, path } of references)
      if (names.isChanged(to)) report.changed.push({ object: item.id, field: path, what: `names ${to.id}, and follows its name` });
    for (const { path, text } of suspicious) {
      report.warnings.push({
        object: item.id,
        field: path,
        what: `the text ${text} is also the name of an object that gets another name; it stays as it is`,
      });
    }
  }
  for (const { id, live } of items)
    if (live) report.changed.push({ object: id, what: 'was read from a cluster: what that assigned is left out' });
  const parts = new Set([...report.values.map(({ object }) => object), ...components.map(({ item }) => item.id)]);
  for (const { id } of items) if (!parts.has(id)) report.kept.push({ object: id, what: 'stands in its template as it was' });
  for (const item of items) {
    // Those that are for outside have no clients in the input.
    const isOutward =
      item.object['spec'] !== undefined && ['LoadBalancer', 'NodePort'].includes(String(mapping(item.object['spec'])['type']));
    if (item.type !== '/Service' || named.has(item) || !names.isChanged(item) || isOutward) continue;
    report.warnings.push({
      object: item.id,
      what: 'nothing in the input names this Service; clients that have its name built in need naming: original',
    });
  }
}
