import { isDeepStrictEqual } from 'node:util';
import { at, type Rendered } from '../helm.js';

/** One assertion in the form of helm-unittest; of each item one of the checks is there. */
export interface Assertion {
  documentSelector?: { path: string; value: unknown };
  hasDocuments?: { count: number };
  isKind?: { of: string };
  equal?: { path: string; value: unknown };
  matchRegex?: { path: string; pattern: string };
  lengthEqual?: { path: string; count: number };
  exists?: { path: string };
  notExists?: { path: string };
  failedTemplate?: { errorPattern: string };
}

/** One case of a suite. */
export interface SuiteCase {
  it: string;
  templates?: string[];
  set?: object;
  asserts: Assertion[];
}

/** A file of cases: https://github.com/helm-unittest/helm-unittest/blob/main/DOCUMENT.md */
export interface Suite {
  suite: string;
  templates?: string[];
  release: { name: string; namespace: string };
  tests: SuiteCase[];
}

/** `spec.ports[0]['a.b']` as keys and indices. */
export function pathOf(text: string): (string | number)[] {
  return [...text.matchAll(/\['([^']*)'\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, key]) =>
    index === undefined ? (quoted ?? key ?? '') : Number(index),
  );
}

/** What an assertion finds wrong with the documents of a render, or with the message of one that failed; empty when it holds. */
export function faultOf(assertion: Assertion, outcome: { documents: Rendered[] } | { failed: string }): string {
  const { failedTemplate } = assertion;
  if ('failed' in outcome) {
    if (failedTemplate === undefined) return `does not render: ${outcome.failed}`;
    return new RegExp(failedTemplate.errorPattern).test(outcome.failed) ? '' : `other message: ${outcome.failed}`;
  }
  if (failedTemplate !== undefined) return 'renders';
  const { documents } = outcome;
  if (assertion.hasDocuments) return documents.length === assertion.hasDocuments.count ? '' : `${documents.length} documents`;
  const { documentSelector: wanted } = assertion;
  const chosen = wanted ? documents.filter((document) => isDeepStrictEqual(at(document, ...pathOf(wanted.path)), wanted.value)) : documents;
  if (chosen.length === 0) return 'no document';
  return chosen.map((document) => faultIn(assertion, document)).find((fault) => fault !== '') ?? '';
}

function faultIn({ isKind, equal, matchRegex, lengthEqual, exists, notExists }: Assertion, document: Rendered): string {
  const value = (path: string): unknown => at(document, ...pathOf(path));
  const shown = (path: string): string => `${path} is ${JSON.stringify(value(path))}`;
  if (isKind) return document.kind === isKind.of ? '' : `kind is ${document.kind}`;
  if (equal) return isDeepStrictEqual(value(equal.path), equal.value) ? '' : shown(equal.path);
  if (matchRegex) return new RegExp(matchRegex.pattern).test(String(value(matchRegex.path))) ? '' : shown(matchRegex.path);
  if (lengthEqual) {
    const list = value(lengthEqual.path);
    return Array.isArray(list) && list.length === lengthEqual.count ? '' : shown(lengthEqual.path);
  }
  if (exists) return value(exists.path) === undefined ? shown(exists.path) : '';
  if (notExists) return value(notExists.path) === undefined ? '' : shown(notExists.path);
  return 'the assertion checks nothing';
}
