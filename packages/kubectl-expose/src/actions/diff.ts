import { cleanObject, refOf, type KubeObject, type Plan, type Snapshot } from '@expose-plus/core';
import { writeYaml } from '@expose-plus/core/manifests';
import { visible } from '../kube/visible.js';
import { nameOf } from '../output/objects.js';
import { refOfStep } from './step-ref.js';

/** Lines around a change. */
const CONTEXT = 3;

/** What a plan would change, object by object, as a unified diff of YAML. Fields that only the server fills in are left out. */
export function planDiff(plan: Plan, snapshot: Snapshot): string {
  return plan.steps
    .map((step) => {
      const ref = refOfStep(step);
      const before = snapshot.objects.find((object) => same(refOf(object), ref, snapshot.namespace));
      if (step.kind === 'generate-tls')
        return before ? '' : unified(nameOf(ref), '', `# self-signed certificate for ${step.hosts.join(', ')}\n`);
      if (step.kind === 'delete') return unified(nameOf(ref), before ? yamlOf(before) : '', '');
      const after = step.kind === 'apply' ? merged(before, step.object) : step.kind === 'patch' ? step.merged : step.restored;
      return unified(nameOf(ref), before ? yamlOf(before) : '', yamlOf(after));
    })
    .join('');
}

function same(
  a: { kind: string; name: string; namespace?: string },
  b: { kind: string; name: string; namespace?: string },
  namespace: string,
): boolean {
  return a.kind === b.kind && a.name === b.name && (a.namespace ?? namespace) === (b.namespace ?? namespace);
}

const yamlOf = (object: KubeObject): string => writeYaml([cleanObject(object)]);

type Fields = Record<string, unknown>;

/** What server-side apply makes of an object: what is applied wins, the rest stays. Lists are compared as they are applied. */
function merged(before: KubeObject | undefined, applied: KubeObject): KubeObject {
  return before ? (merge(before as Fields, applied as Fields) as KubeObject) : applied;
}

function merge(under: Fields, over: Fields): Fields {
  const result: Fields = { ...under };
  for (const [key, value] of Object.entries(over)) result[key] = mergeValue(under[key], value);
  return result;
}

function mergeValue(under: unknown, over: unknown): unknown {
  if (Array.isArray(under) && Array.isArray(over) && under.length === over.length)
    return over.map((item, index) => mergeValue(under[index], item));
  return isFields(under) && isFields(over) ? merge(under, over) : over;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A unified diff of two texts; empty when they are equal. */
export function unified(name: string, before: string, after: string): string {
  if (before === after) return '';
  const a = before === '' ? [] : before.trimEnd().split('\n');
  const b = after === '' ? [] : after.trimEnd().split('\n');
  const lines = diffLines(a, b);
  const shown = lines.map((_, index) => lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ sign }) => sign !== ' '));
  let out = `--- ${visible(name)} (now)\n+++ ${visible(name)} (planned)\n`;
  let [left, right] = [1, 1];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (!line) continue;
    if (shown[index] && !shown[index - 1]) {
      const end = shown.indexOf(false, index);
      const hunk = lines.slice(index, end < 0 ? undefined : end);
      const count = (signs: string): number => hunk.filter(({ sign }) => signs.includes(sign)).length;
      const [before2, after2] = [count(' -'), count(' +')];
      out += `@@ -${before2 === 0 ? left - 1 : left},${before2} +${after2 === 0 ? right - 1 : right},${after2} @@\n`;
    }
    if (shown[index]) out += `${line.sign}${visible(line.text)}\n`;
    if (line.sign !== '+') left++;
    if (line.sign !== '-') right++;
  }
  return out;
}

interface Line {
  sign: ' ' | '-' | '+';
  text: string;
}

/** The longest common lines stay; deletions come before insertions. */
function diffLines(a: readonly string[], b: readonly string[]): Line[] {
  const lengths = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    const row = lengths[i];
    if (row) for (let j = b.length - 1; j >= 0; j--) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const out: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      out.push({ sign: ' ', text: a[i] ?? '' });
      i++;
      j++;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) out.push({ sign: '-', text: a[i++] ?? '' });
    else out.push({ sign: '+', text: b[j++] ?? '' });
  }
  return out;
}
