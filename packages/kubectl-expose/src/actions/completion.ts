import { EXIT } from '../errors.js';
import type { Io } from '../io.js';

export interface CompletionInput {
  /** Write the helper, instead of saying how. */
  install: boolean;
  /** Where to; default: beside kubectl-expose_plus on PATH. */
  dir?: string;
}

const HOW = `kubectl completes plugins by itself once its own completion is set up, e.g. for bash:
  source <(kubectl completion bash)
It then runs kubectl_complete-expose_plus from PATH at each TAB (kubectl 1.26 and newer).
`;

/** Says how completion is set up and whether its helper is there, or writes the helper. */
export async function completion(input: CompletionInput, io: Io): Promise<number> {
  const { findOnPath, installHelper, HELPER } = await import('../completion/install.js');
  if (input.install) {
    const { path, changed, onPath } = installHelper(input.dir, io.env);
    io.stdout(`${path} ${changed ? 'written' : 'unchanged'}\n`);
    if (!onPath) io.stderr(`Its directory is not on PATH: kubectl will not find it until you put it there.\n`);
    return EXIT.ok;
  }
  const found = findOnPath(HELPER, io.env);
  io.stdout(HOW);
  io.stdout(found ? `It is there: ${found}\n` : 'It is not on PATH: "kubectl expose-plus completion install" writes it.\n');
  return EXIT.ok;
}
