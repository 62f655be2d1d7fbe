import type { Printing, Source } from '../args/common.js';
import type { TargetWord } from '../args/words.js';
import type { Io } from '../io.js';
import type { ConnectionFlags } from '../kube/connection.js';

export interface RemoveInput {
  targets: TargetWord[];
  /** Only the Exposure of this name; absent: all of the workload. */
  name?: string;
  source: Source;
  connection: ConnectionFlags;
  printing: Printing;
  dryRun: 'none' | 'client' | 'server';
  wait: boolean;
  timeoutMs: number;
}

export async function remove(_input: RemoveInput, _io: Io): Promise<number> {
  throw new Error('remove');
}
