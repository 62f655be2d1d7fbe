import { EXPOSURE_API_VERSION } from '../model/exposure.js';
import { groupOf, type KubeObject } from '../model/kube.js';
import { describe, hasInvisible, isMapping, quote, type Mapping } from '../text/describe.js';
import type { PathPart } from '../text/path.js';

/** What is wrong with the frame of an object: apiVersion, kind, metadata. */
interface ShapeProblem {
  code: 'EP105' | 'EP106' | 'EP107' | 'EP108' | 'EP109' | 'EP110' | 'EP111' | 'EP112' | 'EP122';
  message: string;
  path: PathPart[];
}

type Report = (problem: ShapeProblem) => void;

/**
 * Checks the part of an object that everything else relies on: apiVersion, kind, metadata and its names, labels and
 * annotations. All else is carried along as it is. Labels and annotations without a value become `""`, as in the API server.
 */
export function checkShape(value: unknown, report: Report): KubeObject | undefined {
  if (!isMapping(value)) {
    report({ code: 'EP105', message: `a Kubernetes object is a mapping; this is ${describe(value)}`, path: [] });
    return undefined;
  }
  if (isNothing(value['apiVersion']) && isNothing(value['kind'])) {
    report({ code: 'EP105', message: 'this is no Kubernetes object: it has neither apiVersion nor kind', path: [] });
    return undefined;
  }
  let sound = true;
  const tell: Report = (problem) => {
    if (problem.code !== 'EP122') sound = false;
    report(problem);
  };
  checkApiVersion(value['apiVersion'], tell);
  checkKind(value['kind'], tell);
  const ours = isOurs(value['apiVersion']);
  if (ours && isNothing(value['metadata'])) value['metadata'] = {};
  checkMetadata(value['metadata'], !ours, tell);
  return sound ? (value as KubeObject) : undefined;
}

/** Exposures take their name from their target, snapshots have none. */
function isOurs(apiVersion: unknown): boolean {
  return typeof apiVersion === 'string' && groupOf(apiVersion) === groupOf(EXPOSURE_API_VERSION);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function checkApiVersion(value: unknown, report: Report): void {
  const path = ['apiVersion'];
  if (isNothing(value)) report({ code: 'EP106', message: 'apiVersion is missing', path });
  else if (typeof value !== 'string') report({ code: 'EP106', message: `apiVersion must be a text, not ${describe(value)}`, path });
  else if (hasInvisible(value))
    report({ code: 'EP112', message: `apiVersion ${quote(value)} holds a character that cannot be seen`, path });
  else if (!/^(?:[^\s/]+\/)?[^\s/]+$/.test(value)) {
    report({ code: 'EP106', message: `apiVersion ${quote(value)} is neither VERSION nor GROUP/VERSION`, path });
  }
}

function checkKind(value: unknown, report: Report): void {
  const path = ['kind'];
  if (isNothing(value)) report({ code: 'EP107', message: 'kind is missing', path });
  else if (typeof value !== 'string') report({ code: 'EP107', message: `kind must be a text, not ${describe(value)}`, path });
  else if (hasInvisible(value)) report({ code: 'EP112', message: `kind ${quote(value)} holds a character that cannot be seen`, path });
  else if (!/^[A-Za-z][\w.-]*$/.test(value)) report({ code: 'EP107', message: `kind ${quote(value)} is not a kind`, path });
}

function checkMetadata(metadata: unknown, named: boolean, report: Report): void {
  if (isNothing(metadata)) {
    report({ code: 'EP108', message: 'metadata is missing', path: [] });
    return;
  }
  if (!isMapping(metadata)) {
    report({ code: 'EP108', message: `metadata must be a mapping, not ${describe(metadata)}`, path: ['metadata'] });
    return;
  }
  checkName(metadata, named, report);
  checkNamespace(metadata['namespace'], report);
  for (const field of ['labels', 'annotations']) checkTexts(metadata[field], ['metadata', field], report);
  for (const field of ['ownerReferences', 'managedFields']) {
    const list = metadata[field];
    if (list === undefined || list === null || (Array.isArray(list) && list.every(isMapping))) continue;
    report({ code: 'EP108', message: `metadata.${field} must be a list of mappings`, path: ['metadata', field] });
  }
  for (const field of ['uid', 'resourceVersion']) {
    const text = metadata[field];
    if (text === undefined || text === null || typeof text === 'string') continue;
    report({ code: 'EP108', message: `metadata.${field} must be a text, not ${describe(text)}`, path: ['metadata', field] });
  }
}

function checkName(metadata: Mapping, named: boolean, report: Report): void {
  const name = metadata['name'];
  const generateName = metadata['generateName'];
  const path = ['metadata', 'name'];
  if (isNothing(name)) {
    if (isNothing(generateName)) {
      if (named) report({ code: 'EP109', message: 'metadata.name is missing', path: ['metadata'] });
    } else if (typeof generateName !== 'string') {
      report({
        code: 'EP109',
        message: `metadata.generateName must be a text, not ${describe(generateName)}`,
        path: ['metadata', 'generateName'],
      });
    } else if (hasInvisible(generateName)) {
      report({ code: 'EP112', message: 'metadata.generateName holds a character that cannot be seen', path: ['metadata', 'generateName'] });
    }
    return;
  }
  if (typeof name !== 'string') report({ code: 'EP109', message: `metadata.name must be a text, not ${describe(name)}`, path });
  else if (hasInvisible(name)) report({ code: 'EP112', message: `the name ${quote(name)} holds a character that cannot be seen`, path });
  else if (name === '.' || name === '..' || /[\s/%]/.test(name)) {
    report({ code: 'EP109', message: `the name ${quote(name)} has a character that no name may have`, path });
  } else if (name.length > 253) report({ code: 'EP109', message: `the name is ${name.length} characters long; 253 are allowed`, path });
}

function checkNamespace(namespace: unknown, report: Report): void {
  if (isNothing(namespace)) return;
  const path = ['metadata', 'namespace'];
  if (typeof namespace !== 'string') {
    report({ code: 'EP110', message: `metadata.namespace must be a text, not ${describe(namespace)}`, path });
  } else if (hasInvisible(namespace)) {
    report({ code: 'EP112', message: `the namespace ${quote(namespace)} holds a character that cannot be seen`, path });
  } else if (namespace.length > 63 || !/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(namespace)) {
    report({ code: 'EP110', message: `the namespace ${quote(namespace)} is not a DNS label`, path });
  }
}

function checkTexts(texts: unknown, path: PathPart[], report: Report): void {
  if (texts === undefined || texts === null) return;
  if (!isMapping(texts)) {
    report({ code: 'EP111', message: `${path.join('.')} must be a mapping, not ${describe(texts)}`, path });
    return;
  }
  for (const [key, value] of Object.entries(texts)) {
    const field = [...path, key];
    if (hasInvisible(key)) report({ code: 'EP112', message: `the key ${quote(key)} holds a character that cannot be seen`, path: field });
    if (typeof value === 'string') continue;
    if (value === null) {
      texts[key] = '';
      report({ code: 'EP122', message: `${quote(key)} has no value and is read as ""`, path: field });
    } else report({ code: 'EP111', message: `the value of ${quote(key)} must be a text, not ${describe(value)}`, path: field });
  }
}
