import { execFile } from 'node:child_process';
import { UserError } from '../errors.js';
import type { Io } from '../io.js';

/** Largest output that is taken. */
const MOST_BYTES = 256 * 1024 * 1024;

/** What `kubectl kustomize DIR` prints. KUBECTL_PATH is set by the kubectl that started the plugin (1.37 and newer). */
export function kustomize(directory: string, io: Io): Promise<string> {
  const kubectl = io.env['KUBECTL_PATH'] || 'kubectl';
  return new Promise((resolve, reject) => {
    execFile(
      kubectl,
      ['kustomize', directory],
      { env: { ...io.env }, maxBuffer: MOST_BYTES, signal: io.signal },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
          reject(
            new UserError(`-k ${directory}: kubectl is not on PATH, and it builds kustomizations`, {
              remedy: 'kustomize build DIR | kubectl expose-plus … -f -',
            }),
          );
        } else reject(new UserError(`-k ${directory}: ${withoutLogHeader(stderr.trim()) || error.message}`));
      },
    );
  });
}

/** kubectl reports what went wrong as a line of its log: `E1128 14:52:52.965925 17682 run.go:72] "command failed" err="…"`. */
export function withoutLogHeader(text: string): string {
  const quoted = /^[EF]\d{4} [\d:.]+ +\d+ \S+\] "command failed" err=("(?:[^"\\]|\\.)*")$/s.exec(text)?.[1];
  if (quoted === undefined) return text.replace(/^error: /, '');
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1);
  }
}
