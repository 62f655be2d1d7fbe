import type { Item } from '../input.js';
import { mapping, without, type Mapping } from '../read.js';
import { goString } from '../template/go-text.js';
import type { Build } from './build.js';
import { objectMetadata, textMapEntries } from './metadata.js';
import { serviceKey } from './service.js';
import { renderClaimSpec } from './workload.js';

/** Plain settings below `spec` that become values, by kind: the place of the values and the fields. */
const SETTINGS: Readonly<Record<string, { place: string; fields: readonly string[] }>> = {
  'autoscaling/HorizontalPodAutoscaler': { place: 'autoscalers', fields: ['minReplicas', 'maxReplicas'] },
  'policy/PodDisruptionBudget': { place: 'disruptionBudgets', fields: ['minAvailable', 'maxUnavailable'] },
};

/** The template of an object of any kind: as it is, with Helm's labels. What people usually set of some kinds is a value. */
export function renderPlain(build: Build, item: Item, tree: Mapping): string {
  const { apiVersion, kind, ...rest } = without(tree, 'metadata');
  const print = (head: string, metadata: Mapping, more: Mapping): string =>
    `${head}${build.go.print({ apiVersion, kind, metadata, ...rest, ...more })}`;
  const metadata = objectMetadata(build, tree);
  const key = serviceKey(item, build);
  const headFor = (name: string, place: readonly string[]): string =>
    build.values.has(place) ? `{{- $${name} := index .Values.${place[0]} ${goString(key)} }}\n` : '';

  if (item.type === '/PersistentVolumeClaim') {
    const place = { object: item.id, path: ['volumeClaims', key], expression: '$claim' };
    const spec = renderClaimSpec(build, place, mapping(tree['spec']));
    return print(headFor('claim', place.path), metadata, { spec });
  }
  if (item.type === '/ServiceAccount') {
    const path = ['serviceAccounts', key];
    const place = {
      object: item.id,
      field: 'metadata',
      key: 'annotations',
      path: [...path, 'annotations'],
      expression: '$account.annotations',
    } as const;
    const { annotations, ...others } = metadata;
    const entries = textMapEntries(build, place, annotations);
    return print(headFor('account', path), { ...others, ...entries }, {});
  }
  const settings = SETTINGS[item.type];
  if (settings === undefined) return print('', metadata, {});
  const path = [settings.place, key];
  const spec = Object.fromEntries(
    Object.entries(mapping(tree['spec'])).map(([field, value]): [string, unknown] => {
      if (!settings.fields.includes(field) || (typeof value !== 'number' && typeof value !== 'string')) return [field, value];
      build.values.set([...path, field], value);
      build.report.value(item.id, `spec.${field}`, [...path, field]);
      return [field, build.blocks.value(`$settings.${field}${typeof value === 'string' ? ' | quote' : ''}`)];
    }),
  );
  return print(headFor('settings', path), metadata, { spec });
}
