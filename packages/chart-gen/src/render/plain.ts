import type { Item } from '../input.js';
import { mapping, without, type Mapping } from '../read.js';
import { goString } from '../template/go-text.js';
import type { Build } from './build.js';
import { objectMetadata } from './metadata.js';
import { serviceKey } from './service.js';
import { renderClaimSpec } from './workload.js';

/** The template of an object of any kind: as it is, with Helm's labels. Claims for volumes get size and class as values. */
export function renderPlain(build: Build, item: Item, tree: Mapping): string {
  const { go } = build;
  const { apiVersion, kind, ...rest } = without(tree, 'metadata');
  const metadata = objectMetadata(build, tree);
  if (item.type !== '/PersistentVolumeClaim') return go.print({ apiVersion, kind, metadata, ...rest });
  const key = serviceKey(item, build);
  const place = { object: item.id, path: ['volumeClaims', key], expression: '$claim' };
  const spec = renderClaimSpec(build, place, mapping(tree['spec']));
  const head = build.values.has(place.path) ? `{{- $claim := index .Values.volumeClaims ${goString(key)} }}\n` : '';
  return `${head}${go.print({ apiVersion, kind, metadata, ...rest, spec })}`;
}
