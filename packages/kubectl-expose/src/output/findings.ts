import { describeRef, type Finding, type SourceLocation } from '@expose-plus/core';
import { writeYaml } from '@expose-plus/core/manifests';
import { visible } from '../kube/visible.js';

/** `web.yaml:12:3`. */
export function placeOf({ file, line, column }: SourceLocation): string {
  return `${file}:${line}${column === undefined ? '' : `:${column}`}`;
}

/** A finding as a person reads it: level and code, where, what; below it what to do. */
export function findingText(finding: Finding): string {
  const { code, level, message, object, field, location, remedy } = finding;
  const named = field !== undefined && !message.startsWith(field) ? field : '';
  const where = [location ? placeOf(location) : '', object ? describeRef(object) : '', named].filter((part) => part !== '').join(' ');
  const offers = (finding.offers ?? []).map(
    ({ title, object: manifest }) =>
      `\n  ${title}:\n${writeYaml([manifest])
        .replaceAll(/^(?=.)/gm, '    ')
        .trimEnd()}`,
  );
  return visible(
    `${level} ${code}: ${where === '' ? '' : `${where}: `}${message}${remedy === undefined ? '' : `\n  → ${remedy}`}${offers.join('')}`,
  );
}

/** Findings by place, then code: the same input always gives the same order. */
export function findingsText(findings: readonly Finding[]): string {
  return findings
    .toSorted(byPlace)
    .map((finding) => `${findingText(finding)}\n`)
    .join('');
}

const LEVELS = ['error', 'warning', 'info'] as const;

function byPlace(a: Finding, b: Finding): number {
  return (
    LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
    compare(a.location?.file ?? '', b.location?.file ?? '') ||
    (a.location?.line ?? 0) - (b.location?.line ?? 0) ||
    (a.location?.column ?? 0) - (b.location?.column ?? 0) ||
    compare(a.code, b.code) ||
    compare(a.field ?? '', b.field ?? '') ||
    compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
