import type { Printing, Source } from '../args/common.js';
import type { Request } from '../args/request.js';
import type { TargetWord } from '../args/words.js';
import type { Io } from '../io.js';
import type { ConnectionFlags } from '../kube/connection.js';

export interface ApplyInput {
  targets: TargetWord[];
  request: Request;
  source: Source;
  connection: ConnectionFlags;
  printing: Printing;
  dryRun: 'none' | 'client' | 'server';
  diff: boolean;
  /** Consent beforehand. */
  yes: boolean;
  acceptRisks: string[];
  forceConflicts: boolean;
  wait: boolean;
  verify: boolean;
  timeoutMs: number;
  /** What of the command line has no effect. */
  warnings: string[];
}

export async function apply(_input: ApplyInput, _io: Io): Promise<number> {
  throw new Error('apply');
}
