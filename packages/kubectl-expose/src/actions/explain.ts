import { nearest, plain } from '../args/suggest.js';
import type { Printing } from '../args/common.js';
import { EXIT, usageError } from '../errors.js';
import { topics, type Topic } from '../explain/topics.js';
import type { Io } from '../io.js';
import { structured } from '../output/structured.js';
import { table } from '../output/table.js';

export interface ExplainInput {
  topic?: string;
  printing: Printing;
}

/** Prints what is known of a topic, or the list of topics. */
export async function explain(input: ExplainInput, io: Io): Promise<number> {
  const all = topics();
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
  const found = whole.length > 0 ? whole : last;
  if (found.length === 0) {
    const near = nearest(
      input.topic,
      all.map(({ word }) => word),
    );
    throw usageError(
      `nothing is known of "${input.topic}"`,
      near === undefined ? 'kubectl expose-plus explain lists the topics' : `kubectl expose-plus explain ${near}`,
    );
  }
  const text = await structured(found.length === 1 ? found[0] : found, input.printing.format, input.printing);
  io.stdout(text ?? found.map(describe).join('\n'));
  return EXIT.ok;
}

function describe(topic: Topic): string {
  const widest = Math.max(...topic.facts.map(([name]) => name.length));
  const lines = topic.facts.map(([name, text], index) => {
    const repeated = topic.facts[index - 1]?.[0] === name;
    return `  ${(repeated ? '' : name).padEnd(widest + 2)}${text}`;
  });
  return `${topic.word} (${topic.kind})\n${lines.join('\n')}\n`;
}
