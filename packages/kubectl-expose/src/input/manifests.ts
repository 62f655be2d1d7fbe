import { EXPOSURE_API_VERSION, type Exposure, type Finding, type KubeObject, type SourceLocation } from '@expose-plus/core';
import { readManifests } from '@expose-plus/core/manifests';
import { refuseProblems, type Source } from '../args/common.js';
import type { Problem } from '../args/normalise.js';
import { EXIT, UserError } from '../errors.js';
import type { Io } from '../io.js';
import { listFiles, whyUnreadable } from './files.js';

/** An object and where it stood. */
export interface Placed<T> {
  object: T;
  location: SourceLocation;
}

/** What `-f` and `-k` hold, told apart by apiVersion. */
export interface Manifests {
  objects: Placed<KubeObject>[];
  exposures: Placed<Exposure>[];
  /** What is odd but no error. */
  warnings: Finding[];
  /** The texts by file name, to find the line of a field. */
  texts: Map<string, string>;
}

/**
 * Reads everything that `-f` and `-k` name. Nothing of it is used when anything is wrong.
 * @throws UserError with every finding of every file
 */
export async function readInput(source: Source, io: Io, command: string): Promise<Manifests> {
  const problems: Problem[] = [];
  const texts = new Map<string, string>();
  for (const file of listFiles(source.files, source.recursive, problems)) {
    try {
      texts.set(file, file === '-' ? await io.stdin() : io.readFile(file));
    } catch (error) {
      problems.push({ message: `-f ${file}: ${whyUnreadable(error)}` });
    }
  }
  refuseProblems(problems, command);
  if (source.kustomize !== undefined) {
    const { kustomize } = await import('./kustomize.js');
    texts.set(source.kustomize, await kustomize(source.kustomize, io));
  }
  const objects: Placed<KubeObject>[] = [];
  const findings: Finding[] = [];
  for (const [file, text] of texts) {
    const read = readManifests(text, { file: file === '-' ? 'stdin' : file });
    objects.push(...read.objects);
    findings.push(...read.findings);
  }
  const ours = objects.filter(({ object }) => isOurs(object));
  const exposures: Placed<Exposure>[] = [];
  if (ours.length > 0) {
    const { checkExposure } = await import('./exposure-file.js');
    for (const placed of ours) {
      const checked = checkExposure(placed, texts);
      if ('exposure' in checked) exposures.push({ object: checked.exposure, location: placed.location });
      else findings.push(...checked.findings);
    }
  }
  refuseFindings(findings, 'the input cannot be used');
  return { objects: objects.filter(({ object }) => !isOurs(object)), exposures, warnings: findings, texts };
}

function isOurs(object: KubeObject): boolean {
  return object.apiVersion.split('/')[0] === EXPOSURE_API_VERSION.split('/')[0];
}

/** Throws when there is an error among the findings; all of them are reported. */
export function refuseFindings(findings: readonly Finding[], message: string): void {
  const errors = findings.filter(({ level }) => level === 'error');
  if (errors.length > 0) throw new UserError(message, { findings: [...errors], exitCode: EXIT.failed });
}
