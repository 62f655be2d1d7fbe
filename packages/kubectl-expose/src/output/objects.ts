import { groupOf, type KubeObject, type ObjectRef } from '@expose-plus/core';
import type { Printing } from '../args/common.js';

/** `service/web`, `deployment.apps/web`: as kubectl names objects. */
export function nameOf(ref: Pick<ObjectRef, 'apiVersion' | 'kind' | 'name'>): string {
  const group = groupOf(ref.apiVersion);
  return `${ref.kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${ref.name}`;
}

/**
 * Objects as kubectl prints them, fit for `kubectl apply -f -`: YAML documents, one JSON object or a List of them, names. `undefined`
 * for a table, which the action prints.
 */
export async function printObjects(objects: readonly KubeObject[], printing: Printing): Promise<string | undefined> {
  const { format } = printing;
  const shown = printing.showManagedFields ? objects : objects.map(withoutManagedFields);
  if (format.kind === 'name') return shown.map((object) => `${nameOf({ ...object, name: object.metadata.name ?? '' })}\n`).join('');
  if (format.kind === 'yaml') {
    const { writeYaml } = await import('@expose-plus/core/manifests');
    return writeYaml(shown);
  }
  const [only] = shown;
  const whole = only !== undefined && shown.length === 1 ? only : { apiVersion: 'v1', kind: 'List', items: shown };
  if (format.kind === 'json') return `${JSON.stringify(whole, null, 4)}\n`;
  if (format.kind === 'jsonpath') {
    const { jsonpath } = await import('./jsonpath.js');
    return jsonpath(format.template, whole, { allowMissingKeys: printing.allowMissingKeys });
  }
  return undefined;
}

function withoutManagedFields(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
