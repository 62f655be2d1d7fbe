import { finding, type Finding, type Hop } from '@expose-plus/core';
import type { EntryProof } from './prove.js';

const WAIT_CODES = { rollout: 'EP403', endpoints: 'EP403', address: 'EP404', route: 'EP408', gateway: 'EP408' } as const;

/** What waiting did not see come true: one finding for each hop that is not ok. */
export function waitFindings(waited: readonly Hop[]): Finding[] {
  return waited
    .filter(({ verdict }) => verdict !== 'ok')
    .map(({ id, what, evidence, verdict, object, remedy }) => {
      const code = verdict === 'broken' ? (WAIT_CODES[id as keyof typeof WAIT_CODES] ?? 'EP403') : 'EP406';
      return finding(code, { message: `${what}: ${evidence}`, ...(object ? { object } : {}), ...(remedy === undefined ? {} : { remedy }) });
    });
}

/** What could not be proved of each entry point. */
export function proofFindings(proofs: readonly EntryProof[]): Finding[] {
  return proofs.flatMap(({ entry, trace }) =>
    trace.hops
      .filter(({ verdict }) => verdict !== 'ok')
      .map(({ what, evidence, verdict, remedy }) =>
        finding(verdict === 'broken' ? 'EP405' : 'EP406', {
          message: `${what}: ${evidence}`,
          ...(entry.via ? { object: entry.via } : {}),
          ...(remedy === undefined ? {} : { remedy }),
        }),
      ),
  );
}
