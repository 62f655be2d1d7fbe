import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readManifests, writeYaml } from '@expose-plus/core/manifests';
import { tool } from '../../../../internal/tools/src/tool.js';
import { readGolden, UPDATE } from './golden.js';

/**
 * Agreement with kubectl. Every case was given to a real `kubectl label --local`, which reads, sets one label and prints; its
 * answers are recorded beside the case and are what this reader and writer must give. Where a kubectl can be had, the record
 * itself is checked against it.
 */
const FOLDER = join(import.meta.dirname, 'kubectl');
const CASES = readdirSync(FOLDER).filter((name) => /^[a-z-]+\.(yaml|json)$/.test(name));
const LABEL = { 'read-by': 'kubectl' };

/** What kubectl answered: the printed YAML and the objects, or that it refused. */
interface Recorded {
  refused?: string;
  yaml: string;
  json: string;
}

interface Program {
  path: string;
}

function ask(kubectl: Program, file: string, output: string): string {
  const args = ['label', '--local', '-f', file, '-o', output, 'read-by=kubectl'];
  return execFileSync(kubectl.path, args, { encoding: 'utf8', stdio: 'pipe', env: { PATH: process.env['PATH'], KUBECONFIG: '/dev/null' } });
}

function record(kubectl: Program, name: string): Recorded {
  const folder = mkdtempSync(join(tmpdir(), 'expose-plus-kubectl-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, readFileSync(join(FOLDER, name)));
    return { yaml: ask(kubectl, file, 'yaml'), json: ask(kubectl, file, 'json') };
  } catch (error) {
    const stderr = String((error as { stderr?: string }).stderr ?? error);
    return { yaml: '', json: '', refused: stderr.replaceAll(folder, '').trim() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function recordedFile(name: string, what: string): string {
  return join(FOLDER, 'recorded', `${name}.${what}`);
}

function recorded(name: string): Recorded {
  const refused = readGolden(recordedFile(name, 'refused.txt'));
  return {
    ...(refused === undefined ? {} : { refused: refused.trim() }),
    yaml: readGolden(recordedFile(name, 'out.yaml')) ?? '',
    json: readGolden(recordedFile(name, 'out.json')) ?? '',
  };
}

function keep(name: string, answer: Recorded): void {
  for (const what of ['refused.txt', 'out.yaml', 'out.json']) rmSync(recordedFile(name, what), { force: true });
  if (answer.refused !== undefined) writeFileSync(recordedFile(name, 'refused.txt'), `${answer.refused}\n`);
  else {
    writeFileSync(recordedFile(name, 'out.yaml'), answer.yaml);
    writeFileSync(recordedFile(name, 'out.json'), answer.json);
  }
}

/** The objects of kubectl's JSON output, which prints one after the other. */
function objectsOf(json: string): unknown[] {
  const parts = json.trim() === '' ? [] : json.trim().split(/\n(?=\{)/);
  return parts.map((part) => JSON.parse(part) as unknown);
}

/** What this library makes of a case, with the label that kubectl was asked to set. */
function ours(name: string): { objects: unknown[]; errors: string[] } {
  const { objects, findings } = readManifests(readFileSync(join(FOLDER, name), 'utf8'), { file: name });
  const labelled = objects.map(({ object }) => ({
    ...object,
    metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...LABEL } },
  }));
  return { objects: labelled, errors: findings.filter(({ level }) => level === 'error').map(({ code }) => code) };
}

/** Cases that are read here although kubectl refuses or loses something, each for a stated reason. */
const DEVIATIONS: Record<string, string> = {
  'dots-lost.yaml': 'what follows ... is read, with a warning, and not lost',
};

const found = await tool('kubectl');
const kubectl: Program | undefined = 'path' in found ? found : undefined;

describe('reading and writing agree with the recorded answers of kubectl', () => {
  for (const name of CASES) {
    const deviation = DEVIATIONS[name];
    if (deviation !== undefined) {
      it(`${name}: ${deviation}`, () => {
        expect(ours(name).objects.length).toBeGreaterThan(objectsOf(recorded(name).json).length);
      });
      continue;
    }
    it(name, () => {
      const answer = recorded(name);
      const mine = ours(name);
      if (answer.refused !== undefined) {
        expect(mine.errors).not.toEqual([]);
        return;
      }
      expect(answer.json).not.toBe('');
      expect(mine.objects).toEqual(objectsOf(answer.json));
      // This command prints no --- between objects; others do.
      expect(mine.objects.map((object) => writeYaml([object])).join('')).toBe(answer.yaml);
      // A doubled key is the one thing that kubectl accepts and this reader reports as an error.
      expect(mine.errors).toEqual(name === 'duplicate-keys.yaml' ? ['EP101'] : []);
    });
  }
});

const leftOut = 'missing' in found ? ` (left out: ${found.missing.replaceAll(/[()]/g, '')})` : '';
describe(`the recorded answers are those of a real kubectl${leftOut}`, () => {
  it.skipIf(kubectl === undefined)(
    'every case',
    () => {
      if (!kubectl) return;
      for (const name of CASES) {
        const answer = record(kubectl, name);
        if (UPDATE) keep(name, answer);
        expect({ name, ...answer }).toEqual({ name, ...recorded(name) });
      }
    },
    300_000,
  );
});
