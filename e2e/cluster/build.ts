import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { filesBelow } from './debian.ts';
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
  /** Modules that are built from a copy with files of ours in place of theirs: by module, then by path in it, files of the folder. */
  readonly patches?: Readonly<Record<string, Readonly<Record<string, string>>>>;
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
      const modfile = await patchModules(build, `${draft}.sources`);
      for (const program of build.programs) await buildProgram(build, modfile, program, join(draft, program.output));
      for (const [name, of] of Object.entries(build.links ?? {})) symlinkSync(of, join(draft, name));
      renameSync(draft, target);
    } finally {
      for (const path of [draft, `${draft}.sources`]) rmSync(path, { recursive: true, force: true });
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

/** Copies the modules that are to be patched and returns a file of pins that leads to the copies. */
async function patchModules(build: GoBuild, directory: string): Promise<string | undefined> {
  if (build.patches === undefined) return build.modfile;
  const pins = join(sourceDirectory(build), build.modfile ?? 'go.mod');
  let text = readFileSync(pins, 'utf8');
  for (const [module, files] of Object.entries(build.patches)) {
    const copy = join(directory, module);
    const original = await moduleDirectory(build, module);
    // the module cache is read-only; a copy with modes kept could not be changed, nor removed by others than root
    await check(['cp', '-R', '--no-preserve=mode', '--', original, makeParent(copy)]);
    for (const [path, source] of Object.entries(files)) copyFileSync(join(sourceDirectory(build), source), join(copy, path));
    text += `\nreplace ${module} => ${copy}\n`;
  }
  writeFileSync(join(directory, 'go.mod'), text);
  copyFileSync(pins.replace(/mod$/, 'sum'), join(directory, 'go.sum'));
  return join(directory, 'go.mod');
}

function makeParent(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

async function buildProgram(
  build: GoBuild,
  modfile: string | undefined,
  program: GoBuild['programs'][number],
  output: string,
): Promise<void> {
  const variables = Object.entries(program.variables ?? {}).flatMap(([name, value]) => ['-X', `${name}=${value}`]);
  await check(
    [
      goCommand(),
      'build',
      '-buildvcs=false',
      '-trimpath',
      ...(modfile === undefined ? [] : [`-modfile=${modfile}`]),
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
  const files = filesBelow(directory, (name) => name.endsWith('.go') || name === pins || name === pins.replace(/mod$/, 'sum'));
  const toolchain = await check([goCommand(), 'env', 'GOVERSION', 'GOOS', 'GOARCH'], { env: goEnvironment() });
  return hashFiles(files, JSON.stringify(build) + toolchain);
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
