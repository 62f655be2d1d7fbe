import { nearest, plain } from '../args/suggest.js';
import type { Printing } from '../args/common.js';
import { EXIT, usageError } from '../errors.js';
import { topics, type Topic } from '../explain/topics.js';
import { readSnapshotFile } from '../input/snapshot-file.js';
import type { Io } from '../io.js';
import { structured } from '../output/structured.js';
import { table } from '../output/table.js';

export interface ExplainInput {
  topic?: string;
  /** A file that stands for a cluster. */
  snapshot?: string;
  printing: Printing;
}

/** Prints what is known of a topic, or the list of topics. */
export async function explain(input: ExplainInput, io: Io): Promise<number> {
  const all = topics(input.snapshot === undefined ? undefined : readSnapshotFile(input.snapshot, io));
  if (input.topic === undefined) {
    const rows = all.map(({ word, kind, title }) => ({ word, kind, title }));
    const text = await structured(rows, input.printing.format, input.printing);
    io.stdout(
      text ??
        (input.printing.format.kind === 'name'
          ? all.map(({ word }) => `${word}\n`).join('')
          : table(
              ['topic', 'kind', 'title'],
              rows.map(({ word, kind, title }) => [word, kind, title]),
              input.printing,
            )),
    );
    return EXIT.ok;
  }
  const whole = all.filter(({ word }) => plain(word) === plain(input.topic ?? ''));
  // idleTimeout is as good as loadBalancer.idleTimeout.
  const last = all.filter(({ word }) => word.includes('.') && plain(word.split('.').at(-1) ?? '') === plain(input.topic ?? ''));
  const found = [whole, last, fieldsBelow(all, input.topic), fieldsBelow(all, `spec.${input.topic}`)].find(
    (topicsFound) => topicsFound.length > 0,
  );
  if (!found) throw unknownTopic(input.topic, [...new Set(all.map(({ word }) => word))]);
  const text = await structured(found.length === 1 ? found[0] : found, input.printing.format, input.printing);
  io.stdout(text ?? found.map(describe).join('\n'));
  return EXIT.ok;
}

/** `spec.tls`: the fields of an Exposure there and below, as one topic. */
function fieldsBelow(all: readonly Topic[], path: string): Topic[] {
  const file = all.find(({ kind }) => kind === 'file');
  const facts = file?.facts.filter(([field]) => field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[]`)) ?? [];
  return file && facts.length > 0 ? [{ ...file, word: path, facts }] : [];
}

/** Topics that hold the word are better help than one that looks like it: nginx is in three. */
function unknownTopic(topic: string, known: readonly string[]): Error {
  const holding = plain(topic).length < 3 ? [] : known.filter((word) => plain(word).includes(plain(topic)));
  const near = nearest(topic, known);
  const meant = holding.length > 0 ? holding.slice(0, 8) : near === undefined ? [] : [near];
  return usageError(
    `nothing is known of "${topic}"`,
    meant.length === 0
      ? 'kubectl expose-plus explain lists the topics'
      : `kubectl expose-plus explain ${meant.join('\nkubectl expose-plus explain ')}`,
  );
}

function describe(topic: Topic): string {
  const widest = Math.max(...topic.facts.map(([name]) => name.length));
  const lines = topic.facts.map(([name, text], index) => {
    const repeated = topic.facts[index - 1]?.[0] === name;
    return `  ${(repeated ? '' : name).padEnd(widest + 2)}${text}`;
  });
  return `${topic.word} (${topic.kind})\n${lines.join('\n')}\n`;
}
