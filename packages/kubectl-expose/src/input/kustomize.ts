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
        } else reject(new UserError(`-k ${directory}: ${stderr.trim() || error.message}`));
      },
    );
  });
}
