import type { Printing, Source } from '../args/common.js';
import type { Request } from '../args/request.js';
import type { TargetWord } from '../args/words.js';
import type { Io } from '../io.js';
import type { ConnectionFlags } from '../kube/connection.js';

export interface RecommendInput {
  targets: TargetWord[];
  /** Wishes that change the ranking. */
  request: Request;
  source: Source;
  connection: ConnectionFlags;
  printing: Printing;
}

export async function recommend(_input: RecommendInput, _io: Io): Promise<number> {
  throw new Error('recommend');
}
