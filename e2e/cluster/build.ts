import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { cacheDirectory, findCommand, harnessDirectory } from './directories.ts';
import { UserError } from './errors.ts';
import { withLock } from './lock.ts';
import { check, cleanEnvironment } from './run.ts';

/** Programs built from one Go module of components/, whose go.mod and go.sum pin everything that goes into them. */
export interface GoBuild {
  /** Folder below components/. */
  readonly directory: string;
  /** Another file than go.mod with the pins, for a second version of the same programs; its sums lie beside it in .sum. */
  readonly modfile?: string;
  readonly programs: readonly {
    readonly output: string;
    readonly package: string;
    /** Values of string variables, by their full names (`-X`). */
    readonly variables?: Readonly<Record<string, string>>;
  }[];
  /** Further names of an output, as symbolic links. */
  readonly links?: Readonly<Record<string, string>>;
}

const buildLockSeconds = 3600; // another process may be in the middle of a cold build of Kubernetes

/** Whoever wants to know what is going on; default is silence. */
export type Progress = (line: string) => void;

/**
 * Builds what is not in the cache yet and returns the directory of the programs. Its name holds a hash of the sources,
 * the pins and the flags, so that nothing stale can be found and nothing is built twice.
 */
export async function buildPrograms(build: GoBuild, progress: Progress = () => undefined): Promise<string> {
  const target = join(cacheDirectory(), 'bin', `${buildName(build)}-${await buildKey(build)}`);
  if (existsSync(target)) return target;
  return withLock(`${target}.lock`, buildLockSeconds, async () => {
    if (existsSync(target)) return target;
    progress(`building ${buildName(build)}: ${build.programs.map(({ output }) => output).join(', ')}`);
    const draft = mkdtempSync(`${target}.`);
    try {
      for (const program of build.programs) await buildProgram(build, program, join(draft, program.output));
      for (const [name, of] of Object.entries(build.links ?? {})) symlinkSync(of, join(draft, name));
      renameSync(draft, target);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
    return target;
  });
}

/** The folder of a Go module's sources, fetched when it is not in the module cache: for manifests and templates in it. */
export async function moduleDirectory(build: GoBuild, module: string): Promise<string> {
  const source = sourceDirectory(build);
  await check([goCommand(), 'mod', 'download', module], { cwd: source, env: goEnvironment(), seconds: 900 });
  return (await check([goCommand(), 'list', '-m', '-f', '{{.Dir}}', module], { cwd: source, env: goEnvironment() })).trim();
}

async function buildProgram(build: GoBuild, program: GoBuild['programs'][number], output: string): Promise<void> {
  const variables = Object.entries(program.variables ?? {}).flatMap(([name, value]) => ['-X', `${name}=${value}`]);
  await check(
    [
      goCommand(),
      'build',
      '-buildvcs=false',
      '-trimpath',
      ...(build.modfile === undefined ? [] : [`-modfile=${build.modfile}`]),
      `-ldflags=${['-s', '-w', ...variables].join(' ')}`,
      `-o=${output}`,
      program.package,
    ],
    { cwd: sourceDirectory(build), env: goEnvironment(), seconds: 3600 },
  );
}

function buildName(build: GoBuild): string {
  return build.modfile === undefined ? build.directory : `${build.directory}-${basename(build.modfile, '.mod')}`;
}

function sourceDirectory(build: GoBuild): string {
  return join(harnessDirectory, 'components', build.directory);
}

function goEnvironment(): NodeJS.ProcessEnv {
  return { ...cleanEnvironment(), CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOWORK: 'off' };
}

function goCommand(): string {
  const go = findCommand('go');
  if (go === undefined) throw new UserError('Go is missing: install Go 1.26 or newer (https://go.dev/dl)');
  return go;
}

async function buildKey(build: GoBuild): Promise<string> {
  const directory = sourceDirectory(build);
  const pins = build.modfile ?? 'go.mod';
  const files = readdirSync(directory).filter((name) => name.endsWith('.go') || name === pins || name === pins.replace(/mod$/, 'sum'));
  const toolchain = await check([goCommand(), 'env', 'GOVERSION', 'GOOS', 'GOARCH'], { env: goEnvironment() });
  return hashFiles(
    files.map((name) => join(directory, name)),
    JSON.stringify(build) + toolchain,
  );
}

/** A short hash of files, by their names and contents, and of a text. */
export function hashFiles(files: readonly string[], text = ''): string {
  const hash = createHash('sha256').update(text);
  for (const file of files.toSorted()) hash.update(`\0${relative(harnessDirectory, file)}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** Makes sure that the cache's folders are there. */
export function prepareCache(): void {
  for (const name of ['bin', 'images', 'packages', 'clusters']) mkdirSync(join(cacheDirectory(), name), { recursive: true });
}
