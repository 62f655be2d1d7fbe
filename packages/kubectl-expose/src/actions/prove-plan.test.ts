import { expect, it } from 'vitest';
import type { EntryPoint, Hop, Verdict } from '@expose-plus/core';
import type { EntryProof } from './prove.js';
import { exitCodeOf, verdictOf } from './prove-plan.js';

const hop = (id: string, verdict: Verdict): Hop => ({ id, what: '', verdict, evidence: '' });
const entry = {} as EntryPoint;
const proof = (verdict: Verdict): EntryProof => ({ planned: entry, entry, trace: { verdict, hops: [] } });
const asked = { wait: true, verify: true };

it.each<[string, Hop[], EntryProof[], Hop | undefined, typeof asked, string]>([
  ['every entry point answers', [hop('endpoints', 'ok')], [proof('ok'), proof('ok')], undefined, asked, 'ok'],
  ['one does not', [], [proof('ok'), proof('broken')], undefined, asked, 'broken'],
  ['one is not known', [], [proof('ok'), proof('unknown')], undefined, asked, 'unknown'],
  ['it answers although the rollout was not done', [hop('rollout', 'broken')], [proof('ok')], undefined, asked, 'ok'],
  ['no address came', [hop('address', 'broken')], [proof('unknown')], undefined, asked, 'broken'],
  ['inside, endpoints and answer', [hop('endpoints', 'ok')], [], hop('service-proxy', 'ok'), asked, 'ok'],
  ['inside, no answer to be had', [hop('endpoints', 'ok')], [], hop('service-proxy', 'unknown'), asked, 'unknown'],
  ['nothing was asked for', [], [], undefined, { wait: true, verify: false }, 'not-verified'],
  ['nothing was asked for, and the rollout failed', [hop('rollout', 'broken')], [], undefined, { wait: true, verify: false }, 'broken'],
])('%s', (_, waited, proofs, inside, wishes, verdict) => expect(verdictOf(waited, proofs, inside, wishes)).toBe(verdict));

it.each<[Parameters<typeof exitCodeOf>[0], Hop[], boolean, number]>([
  ['ok', [], true, 0],
  ['ok', [hop('rollout', 'broken')], true, 0],
  ['broken', [], true, 3],
  ['broken', [hop('endpoints', 'broken')], false, 3],
  ['unknown', [], true, 4],
  ['unknown', [], false, 0],
  ['unknown', [hop('rollout', 'broken')], true, 3],
  ['not-verified', [], true, 0],
  ['not-verified', [hop('address', 'broken')], true, 3],
])('%s with %j ends with its code', (verdict, waited, promised, code) => expect(exitCodeOf(verdict, waited, promised)).toBe(code));
