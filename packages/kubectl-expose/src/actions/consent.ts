import type { Exposure, Plan } from '@expose-plus/core';
import { EXIT, UserError } from '../errors.js';
import type { Io } from '../io.js';
import type { ApplyInput, Planned } from './apply.js';

/** Something that a person must have said, and the flag that says it. */
export interface Ask {
  question: string;
  flag: string;
}

/** What was said beforehand. */
type Said = Pick<ApplyInput, 'yes' | 'forceConflicts' | 'acceptRisks'>;

/**
 * What is still to be asked before a plan may be applied: reaching further than the node network without a strategy, an access or a
 * yes having been named; taking fields from their managers; the node's network for a pod.
 */
export function openQuestions(exposure: Exposure, plan: Plan, said: Said): Ask[] {
  const { strategy = 'auto', access } = exposure.spec;
  const asks: Ask[] = [];
  if (plan.reach === 'public' && strategy === 'auto' && access?.scope !== 'public' && !said.yes) {
    asks.push({ question: 'it would be reachable from beyond the node network', flag: `--strategy ${plan.strategy}` });
  }
  const takes = plan.steps.flatMap((step) => (step.kind === 'patch' ? step.takes : []));
  if (takes.length > 0 && !said.forceConflicts && !said.yes) {
    asks.push({ question: `it takes ${takes.map(({ path, from }) => `${path} from ${from}`).join(', ')}`, flag: '--force-conflicts' });
  }
  if (plan.strategy === 'hostNetwork' && !said.acceptRisks.includes('host-network')) {
    asks.push({ question: "the pod would share the node's network", flag: '--accept-risk host-network' });
  }
  return asks;
}

/** What came of asking. */
export interface Consent {
  /** Taking fields over was agreed to. */
  force: boolean;
}

/**
 * Asks on a terminal, once for all plans; without one nothing is assumed.
 * @throws UserError with exit code 2 and the exact command when nobody can be asked, with 1 when the answer is no
 */
export async function obtainConsent(planned: readonly Planned[], input: ApplyInput, io: Io): Promise<Consent> {
  const asks = planned.flatMap(({ exposure, plan }) => openQuestions(exposure, plan, input));
  if (asks.length === 0) return { force: input.forceConflicts || input.yes };
  const reasons = [...new Set(asks.map(({ question }) => question))];
  if (!io.isTTY.stdin || !io.isTTY.stderr) {
    throw new UserError(`nothing was changed: ${reasons.join('; ')}, and there is no terminal to ask on`, {
      exitCode: EXIT.usage,
      remedy: await commandText(input, planned, [...new Set(asks.map(({ flag }) => flag))]),
    });
  }
  const answer = await io.ask(`${reasons.map((reason) => `${reason[0]?.toUpperCase()}${reason.slice(1)}.`).join('\n')}\nApply? [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return { force: true };
  throw new UserError('nothing was changed: the answer was no', { exitCode: EXIT.failed });
}

/** The command that needs no question: the one typed, with the flags that answer. */
async function commandText(input: ApplyInput, planned: readonly Planned[], flags: readonly string[]): Promise<string> {
  const { shellQuote } = await import('../output/shell.js');
  const [first] = planned;
  const recommended = first && first.exposure.spec.strategy !== first.plan.strategy ? `Recommended is ${first.plan.strategy}. ` : '';
  // A strategy that was typed before would be typed twice: the last one wins.
  return `${recommended}To go on:\n  kubectl expose-plus ${[...input.line.map(shellQuote), ...flags].join(' ')}`;
}
