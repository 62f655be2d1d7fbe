// The child process of main.ts: one warm vitest in a copy of the repository, asked by messages.
import { createVitest } from 'vitest/node';

/** What the parent asks: which files changed, and which test files are to run, stage after stage, until one is red. */
export interface Ask {
  changed: string[];
  stages: string[][];
}

/** The answer: the first red test, if any, and how many ran. */
export interface Answer {
  red?: string;
  ran: number;
}

const silent = { onInit(): void {} };
const vitest = await createVitest('test', {
  root: process.argv[2] as string,
  watch: false,
  bail: 1,
  isolate: false,
  reporters: [silent],
});

async function answer({ changed, stages }: Ask): Promise<Answer> {
  for (const path of changed) vitest.invalidateFile(path);
  let ran = 0;
  const seen = new Set<string>();
  for (const stage of stages) {
    const specifications = (await vitest.globTestSpecifications(stage)).filter(({ moduleId }) => !seen.has(moduleId));
    if (specifications.length === 0) continue;
    for (const { moduleId } of specifications) seen.add(moduleId);
    const { testModules, unhandledErrors } = await vitest.rerunTestSpecifications(specifications, false);
    const asked = new Set(specifications.map(({ moduleId }) => moduleId));
    // Modules of earlier runs stay in vitest's state with their old results.
    for (const module of testModules.filter(({ moduleId }) => asked.has(moduleId))) {
      for (const test of module.children.allTests()) {
        ran += 1;
        if (test.result().state === 'failed') return { red: test.fullName, ran };
      }
      if (module.errors().length > 0) return { red: `${module.relativeModuleId.split('/').at(-1)} does not load`, ran };
    }
    if (unhandledErrors.length > 0) return { red: String(unhandledErrors[0]), ran };
  }
  return { ran };
}

process.on('message', (ask: Ask) => {
  answer(ask).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ red: `vitest stopped: ${String(error)}`, ran: 0 }),
  );
});
