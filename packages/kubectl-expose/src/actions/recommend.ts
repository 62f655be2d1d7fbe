import {
  detectControllers,
  recommend as rank,
  type ControllerFact,
  type Exposure,
  type Finding,
  type Rating,
  type Recommendation,
  type Strategy,
} from '@expose-plus/core';
import type { Printing, Source } from '../args/common.js';
import type { Problem } from '../args/normalise.js';
import type { Request } from '../args/request.js';
import type { TargetWord } from '../args/words.js';
import { EXIT, UserError } from '../errors.js';
import type { Io } from '../io.js';
import type { ConnectionFlags } from '../kube/connection.js';
import { visible } from '../kube/visible.js';
import { painter, useColor, type Painter } from '../output/color.js';
import { controllerLines } from '../output/controllers-text.js';
import { findingText } from '../output/findings.js';
import { shellQuote } from '../output/shell.js';
import { structured } from '../output/structured.js';
import { table } from '../output/table.js';
import { checkRequest } from './check-request.js';
import { inFlags, placeFinding, unreadable } from './place-finding.js';
import { placeLoose } from './place-loose.js';
import { refuseRequest } from './refuse.js';
import { findRequests, targetObject } from './requests.js';
import { openSession } from './session.js';

/** A flag as it was typed, for the command that follows the advice. */
export interface RepeatedFlag {
  words: readonly string[];
  /** The only strategies that take it. */
  strategies?: readonly Strategy[];
}

export interface RecommendInput {
  targets: TargetWord[];
  /** Wishes that change the ranking. */
  request: Request;
  /** What was typed and is to be typed again. */
  again: RepeatedFlag[];
  source: Source;
  connection: ConnectionFlags;
  printing: Printing;
}

/** What `-o json|yaml` prints for each workload. */
interface RecommendationAnswer extends Recommendation {
  apiVersion: 'expose-plus.dev/v1alpha1';
  kind: 'Recommendation';
  schemaVersion: 1;
  target: Exposure['spec']['target'];
  namespace: string;
  /** Controllers of which the cluster has a trace, each with the evidence. */
  controllers: ControllerFact[];
}

/**
 * Ranks the seven ways for each workload. Nothing is changed; 0 also when none is possible, since that is an answer.
 * @throws UserError when a workload is not there or cannot be read
 */
export async function recommend(input: RecommendInput, io: Io): Promise<number> {
  const session = await openSession({ source: input.source, connection: input.connection, command: 'recommend' }, io);
  try {
    const drafts = await findRequests(input.targets, input.request, session, input.connection.namespace);
    const answers: RecommendationAnswer[] = [];
    const controllers = new Set<string>();
    const problems: Problem[] = [];
    const missing: Finding[] = [];
    for (const draft of drafts) {
      const snapshot = await session.readFor(draft.exposure);
      const exposure = placeLoose(draft.exposure, input.request, targetObject(draft.exposure, snapshot), problems);
      await checkRequest(exposure, input.request, problems);
      if (problems.length > 0) continue;
      const namespace = exposure.metadata.namespace ?? snapshot.namespace;
      const recommendation = rank(snapshot, exposure);
      const absent = recommendation.ratings[0]?.blockers.find(({ code }) => code === 'EP150');
      if (absent) {
        missing.push(placeFinding(unreadable(absent, exposure, snapshot), draft, session.offline));
        continue;
      }
      answers.push({
        apiVersion: 'expose-plus.dev/v1alpha1',
        kind: 'Recommendation',
        schemaVersion: 1,
        target: exposure.spec.target,
        namespace,
        controllers: detectControllers(snapshot),
        ...recommendation,
      });
      for (const line of controllerLines(snapshot)) controllers.add(line);
    }
    refuseRequest(problems);
    if (missing.length > 0) throw new UserError('there is nothing to recommend a way for', { findings: missing });
    await print(answers, [...controllers], input, io);
    return EXIT.ok;
  } finally {
    session.close();
  }
}

async function print(
  answers: readonly RecommendationAnswer[],
  controllers: readonly string[],
  input: RecommendInput,
  io: Io,
): Promise<void> {
  const { format } = input.printing;
  const [only] = answers;
  const whole =
    only && answers.length === 1
      ? only
      : { apiVersion: 'expose-plus.dev/v1alpha1', kind: 'RecommendationList', schemaVersion: 1, items: answers };
  const text = await structured(whole, format, input.printing);
  if (text !== undefined) io.stdout(text);
  else if (format.kind === 'name') io.stdout(answers.map(({ best }) => `${best ?? ''}\n`).join(''));
  else {
    const paint = painter(useColor(input.printing.color, io, 'stdout'));
    const seen = controllers.map((line) => `  · ${visible(line)}\n`).join('');
    const block = seen === '' ? '' : `Ingress and Gateway controllers\n${seen}`;
    // Once, before the last command.
    const texts = answers.map((answer, index) =>
      describe(answer, format.kind === 'wide', input, paint, index === answers.length - 1 ? block : ''),
    );
    io.stdout(texts.join('\n'));
  }
}

function describe(answer: RecommendationAnswer, wide: boolean, input: RecommendInput, paint: Painter, controllers: string): string {
  const { target, ratings, best } = answer;
  const word = visible(`${target.kind.toLowerCase()}/${target.name}`);
  const mark = { yes: paint.green, no: paint.red, unknown: paint.yellow };
  const rows = ratings.map((rating) => [
    rating.strategy,
    String(rating.score),
    { text: rating.possible, paint: mark[rating.possible] },
    summary(rating),
  ]);
  const head = best === undefined ? `Nothing is possible for ${word}.\n` : `For ${word}: ${paint.bold(best)}\n`;
  const shown = wide ? ratings : ratings.filter(({ strategy }) => strategy === best);
  const list = table(['strategy', 'score', 'possible', 'why'], rows, input.printing);
  const details = shown.map((rating) => detail(rating, wide)).join('');
  const common = best === undefined ? blockersText(ratings) : '';
  const next = best === undefined ? '' : `${nextCommand(answer, best, input)}\n`;
  return `${head}${list}${details}${common}${controllers}${next}`;
}

/** What stands in the way of all, each once, with its remedy. */
function blockersText(ratings: readonly Rating[]): string {
  const blockers = ratings.flatMap((rating) => rating.blockers);
  return [...new Set(blockers.map((blocker) => `  - ${findingText(blocker)}\n`))].join('');
}

/** The command that does what was recommended, with the wishes that this strategy can take. */
function nextCommand({ target, namespace }: RecommendationAnswer, best: Strategy, { source, again }: RecommendInput): string {
  const from = source.kustomize === undefined ? source.files.flatMap((file) => ['-f', file]) : ['-k', source.kustomize];
  const wishes = again.filter(({ strategies }) => strategies?.includes(best) ?? true).flatMap(({ words }) => words);
  const words = [`${target.kind.toLowerCase()}/${target.name}`, ...from, ...(source.recursive ? ['-R'] : []), '-n', namespace];
  return `kubectl expose-plus ${[...words, '--strategy', best, ...wishes].map((typed) => shellQuote(visible(typed))).join(' ')}`;
}

/** The one reason that fits into a row: what blocks it, else what speaks loudest. */
function summary({ possible, blockers, reasons, unknowns }: Rating): string {
  if (possible === 'no') return blockers[0]?.message ?? '';
  return reasons[0] ?? unknowns[0] ?? '';
}

function detail({ strategy, reasons, blockers, unknowns }: Rating, titled: boolean): string {
  const lines = [
    ...reasons.map((reason) => `  · ${visible(reason)}`),
    ...blockers.map((blocker) => `  - ${findingText(blocker)}`),
    ...unknowns.map((unknown) => `  ? ${visible(inFlags(unknown))}`),
  ];
  return lines.length === 0 ? '' : `${titled ? `${strategy}\n` : ''}${lines.join('\n')}\n`;
}
