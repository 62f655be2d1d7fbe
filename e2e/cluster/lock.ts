import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { waitFor } from './wait.ts';

/**
 * Runs an action while holding a lock file, waiting for other processes that hold it. A lock whose holder is gone, killed
 * for instance, is taken over.
 *
 * @param seconds - how long to wait for others
 */
export async function withLock<T>(file: string, seconds: number, action: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  await waitFor(`the lock ${file}, held by process ${holderOf(file) ?? 'unknown'}`, () => take(file), { seconds });
  try {
    return await action();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  // a link appears with its content, so nobody reads a lock that is half written
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${process.pid} ${startOf(process.pid) ?? ''}`);
  try {
    linkSync(draft, file);
    return true;
  } catch {
    if (holderOf(file) === undefined) removeStale(file);
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes a lock nobody holds. Another process may do so and take it in the same moment: then it gets it back. */
function removeStale(file: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
    if (holderOf(aside) !== undefined) linkSync(aside, file);
  } catch {
    // somebody else was quicker
  } finally {
    rmSync(aside, { force: true });
  }
}

/** The live process that holds the lock. */
function holderOf(file: string): number | undefined {
  try {
    const [pid, start] = readFileSync(file, 'utf8').split(' ');
    return startOf(Number(pid)) === start ? Number(pid) : undefined;
  } catch {
    return undefined;
  }
}

/** When a process started, in ticks since boot: with its id it names a process for good. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
