import type { Component } from './components.js';
import { isMapping, isTextMap, mapping, mapValues, type Mapping } from './read.js';
import type { Tree } from './trees.js';

/** Label that tells the releases of a chart apart. */
export const INSTANCE_LABEL = 'app.kubernetes.io/instance';

/** What selectors are narrowed with. */
export interface SelectorTools {
  components: readonly Component[];
  /** The release's name as a value. */
  instance: string;
}

/**
 * Makes selectors that mean pods of the chart mean those of the release: without that two releases in one namespace would get each
 * other's traffic. Selectors that match no pod of the chart, and those that match every pod of a namespace, stay as they are.
 */
export function narrowSelectors(tree: Tree, tools: SelectorTools): Mapping {
  const { item } = tree;
  const own = tools.components.find((component) => component.item === item);
  const inNamespace = tools.components.filter((component) => component.item.namespace === item.namespace);
  const meansPods = (selector: unknown): boolean => inNamespace.some(({ workload }) => matches(selector, workload.podLabels));
  const add = (labels: unknown): Mapping => ({ ...mapping(labels), [INSTANCE_LABEL]: tools.instance });
  const narrow = (selector: unknown): unknown =>
    isMapping(selector) && meansPods(selector) ? { ...selector, matchLabels: add(selector['matchLabels']) } : selector;

  const visit = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((entry) => visit(entry, ''));
    if (!isMapping(value)) return value;
    if (key === 'labelSelector' || key === 'podSelector') return narrow(value);
    return mapValues(value, visit);
  };

  const spec = tree.tree['spec'];
  if (!isMapping(spec)) return tree.tree;
  if (item.type === '/Service') {
    const selector = item.object['spec'] === undefined ? undefined : mapping(item.object['spec'])['selector'];
    return isTextMap(selector) && meansPods({ matchLabels: selector })
      ? { ...tree.tree, spec: { ...spec, selector: add(spec['selector']) } }
      : tree.tree;
  }
  if (item.type === 'policy/PodDisruptionBudget') return { ...tree.tree, spec: { ...spec, selector: narrow(spec['selector']) } };
  if (own === undefined) return item.type === 'networking.k8s.io/NetworkPolicy' ? { ...tree.tree, spec: visit(spec, 'spec') } : tree.tree;
  return workloadTree({ ...tree.tree, spec: visit(spec, 'spec') }, own, add);
}

/** Adds the label to the pods of a workload and to its own selector. */
function workloadTree(tree: Mapping, { workload, item }: Component, add: (labels: unknown) => Mapping): Mapping {
  const path = workload.templatePath;
  const labelled = (template: Mapping): Mapping => {
    const metadata = mapping(template['metadata']);
    return { ...template, metadata: { ...metadata, labels: add(metadata['labels']) } };
  };
  const within = (value: Mapping, keys: readonly string[]): Mapping => {
    const [key, ...rest] = keys;
    if (key === undefined) return labelled(value);
    return { ...value, [key]: within(mapping(value[key]), rest) };
  };
  const labelledTree = within(tree, path);
  const spec = mapping(labelledTree['spec']);
  const selector = spec['selector'];
  // A Job's selector is made by its controller; a Pod has none.
  if (!isMapping(selector) || item.object.kind === 'Pod' || path.length > 2) return labelledTree;
  const isLabelSelector = 'matchLabels' in selector || 'matchExpressions' in selector;
  const narrowed = isLabelSelector ? { ...selector, matchLabels: add(selector['matchLabels']) } : add(selector);
  return { ...labelledTree, spec: { ...spec, selector: narrowed } };
}

/** Whether a label selector picks pods with these labels by at least one label of theirs. */
export function matches(selector: unknown, labels: Record<string, string>): boolean {
  const { matchLabels, matchExpressions } = mapping(selector);
  const exact = isTextMap(matchLabels) ? Object.entries(matchLabels) : [];
  const terms = Array.isArray(matchExpressions) ? matchExpressions.filter(isMapping) : [];
  if (exact.length + terms.length === 0) return false;
  const holds = (term: Mapping): boolean => {
    const value = labels[String(term['key'])];
    const values = Array.isArray(term['values']) ? term['values'] : [];
    if (term['operator'] === 'In') return value !== undefined && values.includes(value);
    if (term['operator'] === 'Exists') return value !== undefined;
    // What is not there selects nothing of the chart in particular.
    return term['operator'] === 'NotIn' && value !== undefined && !values.includes(value);
  };
  return exact.every(([key, value]) => labels[key] === value) && terms.every(holds);
}
