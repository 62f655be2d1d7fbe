import type { InputValues } from '../flags/input.js';
import type { OutputValues } from '../flags/output.js';
import { readFormat, type Format } from '../output/format.js';
import { UserError, EXIT } from '../errors.js';
import { readDuration } from './duration.js';
import type { Problem } from './normalise.js';
import type { TargetWord } from './words.js';

/** Where objects come from, beside the cluster. */
export interface Source {
  files: string[];
  kustomize?: string;
  recursive: boolean;
  /** No network call. */
  local: boolean;
  /** A file that stands for the cluster. */
  snapshot?: string;
}

/** How the answer is printed. */
export interface Printing {
  format: Format;
  noHeaders: boolean;
  showManagedFields: boolean;
  /** With jsonpath: a missing field is empty. */
  allowMissingKeys: boolean;
  color: 'auto' | 'always' | 'never';
}

export function readSource(flags: InputValues, problems: Problem[]): Source {
  if (flags.kustomize !== undefined && flags.filename) problems.push({ message: '-k and -f contradict each other: take one' });
  if (flags.kustomize !== undefined && flags.recursive) problems.push({ message: '-k and -R contradict each other: -R is for -f DIR' });
  if (flags.recursive && !flags.filename && flags.kustomize === undefined) problems.push({ message: '-R needs -f DIR' });
  return {
    files: flags.filename ?? [],
    ...(flags.kustomize === undefined ? {} : { kustomize: flags.kustomize }),
    recursive: flags.recursive ?? false,
    local: flags.local ?? false,
    ...(flags.snapshot === undefined ? {} : { snapshot: flags.snapshot }),
  };
}

export function readPrinting(flags: OutputValues, problems: Problem[]): Printing {
  const format = readFormat(flags.output, flags.template);
  if ('message' in format) problems.push(format);
  return {
    format: 'message' in format ? { kind: 'table' } : format,
    noHeaders: flags['no-headers'] ?? false,
    showManagedFields: flags['show-managed-fields'] ?? false,
    allowMissingKeys: flags['allow-missing-template-keys'] ?? true,
    color: flags.color ?? 'auto',
  };
}

/** A duration flag in milliseconds. */
export function readTimeout(flag: string, text: string | undefined, otherwise: number, problems: Problem[]): number {
  if (text === undefined) return otherwise;
  const milliseconds = readDuration(text);
  if (milliseconds === undefined) problems.push({ message: `--${flag}=${text}: is not a duration`, remedy: `--${flag} 90s, --${flag} 5m` });
  return milliseconds ?? otherwise;
}

/** All problems of a command line in one error, sorted, each once. */
export function refuseProblems(problems: readonly Problem[], command: string): void {
  if (problems.length === 0) return;
  const lines = [
    ...new Set(problems.map(({ message, remedy }) => (remedy === undefined ? message : `${message}\n  → ${remedy}`))),
  ].toSorted();
  throw new UserError(lines.join('\nerror: '), { exitCode: EXIT.usage, remedy: `kubectl expose-plus ${command} --help` });
}

/** A workload must come from somewhere, and from somewhere that may be read. */
export function requireTarget(command: string, targets: readonly TargetWord[], source: Source, problems: Problem[]): void {
  const files = source.files.length > 0 || source.kustomize !== undefined;
  if (targets.length === 0 && !files && problems.length === 0) {
    problems.push({
      message: `${command} what? Name a workload, or give files`,
      remedy: `kubectl expose-plus ${command} deploy/NAME, or -f FILE`,
    });
  }
  if (source.local && !files && source.snapshot === undefined) {
    problems.push({ message: '--local makes no network call: the workload must come from -f, -k or --snapshot' });
  }
}
