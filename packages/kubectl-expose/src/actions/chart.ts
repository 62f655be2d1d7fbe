import type { Printing, Source } from '../args/common.js';
import type { Request } from '../args/request.js';
import type { TargetWord } from '../args/words.js';
import type { Io } from '../io.js';
import type { ConnectionFlags } from '../kube/connection.js';

export interface ChartInput {
  targets: TargetWord[];
  /** The way in, which becomes the chart's values; its name is the chart's. */
  request: Request;
  source: Source;
  connection: ConnectionFlags;
  printing: Printing;
  /** Directory in which the chart's directory is made. */
  out: string;
  flavor: 'minimal' | 'full';
  naming: 'release' | 'original';
  with: string[];
  entry?: 'LoadBalancer' | 'NodePort' | 'hostPort' | 'hostNetwork';
}

export async function chart(_input: ChartInput, _io: Io): Promise<number> {
  throw new Error('chart');
}
