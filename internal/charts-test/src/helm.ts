import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import type { ToolId } from '../../tools/src/releases.js';
import { tool } from '../../tools/src/tool.js';

/** A Kubernetes object as rendered. */
export interface Rendered {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  [key: string]: unknown;
}

/** A helm of one major version; `missing` says why there is none. */
export interface Helm {
  id: ToolId;
  path: string;
  missing?: string;
  /** Put behind the title of a suite: empty, or why it is left out. */
  note: string;
}

async function find(id: ToolId): Promise<Helm> {
  const result = await tool(id);
  if ('path' in result) return { id, path: result.path, note: '' };
  return { id, path: '', missing: result.missing, note: ' (left out: no helm)' };
}

/** Helm 4, and the 3 that many still run. */
export const helm4 = await find('helm4');
export const helm3 = await find('helm3');
export const helms: readonly Helm[] = [helm4, helm3];

/** charts/ingress-nginx of this checkout. */
export const chart = fileURLToPath(new URL('../../../charts/ingress-nginx', import.meta.url));
const parentChart = fileURLToPath(new URL('../fixtures/parent', import.meta.url));

/** How to render. */
export interface Render {
  chart?: string;
  release?: string;
  namespace?: string;
  values?: object;
}

/** Output of a run that may fail. */
export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

export function run(helm: Helm, args: readonly string[], input = ''): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(helm.path, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
    child.stdin.end(input);
  });
}

const runs = new Map<string, Promise<Run>>();

/** `helm template`; values go in by standard input, as JSON. The same question is asked once. */
export function tryTemplate(
  helm: Helm,
  { chart: path = chart, release = 'shop', namespace = 'web', values = {} }: Render = {},
): Promise<Run> {
  const args = ['template', release, path, '--namespace', namespace, '--values', '-'];
  const input = JSON.stringify(values);
  const key = [helm.id, ...args, input].join(' ');
  const known = runs.get(key) ?? run(helm, args, input);
  runs.set(key, known);
  return known;
}

/**
 * Renders and reads the objects.
 *
 * @throws Error with what helm says, or when the output is not strict YAML.
 */
export async function template(helm: Helm, render: Render = {}): Promise<Rendered[]> {
  return parseObjects(await templateText(helm, render));
}

export async function templateText(helm: Helm, render: Render = {}): Promise<string> {
  const { code, stdout, stderr } = await tryTemplate(helm, render);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** Reads rendered text, refusing duplicate keys and whatever a strict parser warns of. */
export function parseObjects(text: string): Rendered[] {
  return parseAllDocuments(text, { uniqueKeys: true, version: '1.1' }).flatMap((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) throw problem;
    const value = document.toJS() as Rendered | null;
    return value === null ? [] : [value];
  });
}

/** apiVersion, kind, namespace and name: what two objects of one cluster may not share. */
export function identity({ apiVersion, kind, metadata }: Rendered): string {
  return `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

/**
 * The object of a kind.
 *
 * @throws Error when there is none or more than one.
 */
export function only(objects: readonly Rendered[], kind: string): Rendered {
  const found = objects.filter((object) => object.kind === kind);
  if (found.length !== 1) throw new Error(`${found.length} objects of kind ${kind}`);
  return found[0] as Rendered;
}

/** What stands at a path of keys and indices; undefined where it ends early. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}

/** The container of the controller. */
export function controller(objects: readonly Rendered[]): unknown {
  const workload = objects.find(({ kind }) => kind === 'Deployment' || kind === 'DaemonSet');
  return at(workload, 'spec', 'template', 'spec', 'containers', 0);
}

/** The arguments of the controller by flag, `true` for a bare one. */
export function flags(objects: readonly Rendered[]): Record<string, string> {
  const args = (at(controller(objects), 'args') as string[]).slice(1);
  return Object.fromEntries(
    args.map((arg) => /^--([^=]+)(?:=(.*))?$/.exec(arg) ?? []).map(([, flag, value]) => [flag ?? '', value ?? 'true']),
  );
}

/** A copy of the parent chart of the fixtures with this chart in its `charts/`; remove it with {@link removeParent}. */
export function makeParent(): string {
  const folder = mkdtempSync(join(tmpdir(), 'charts-test-'));
  cpSync(parentChart, folder, { recursive: true });
  cpSync(chart, join(folder, 'charts', 'ingress-nginx'), { recursive: true });
  return folder;
}

export function removeParent(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
