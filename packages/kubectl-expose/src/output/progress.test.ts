import { expect, it } from 'vitest';
import type { Io } from '../io.js';
import { createProgress } from './progress.js';

function fake(isTTY: boolean): { io: Io; printed: () => string; later: (milliseconds: number) => void } {
  let text = '';
  let now = 0;
  const io = { stderr: (part: string) => (text += part), isTTY: { stderr: isTTY }, now: () => new Date(now) } as unknown as Io;
  return { io, printed: () => text, later: (milliseconds) => (now += milliseconds) };
}

it('prints a line a change of state where there is no terminal', () => {
  const { io, printed } = fake(false);
  const progress = createProgress(io);
  for (const state of ['waiting: 0 of 2', 'waiting: 0 of 2', 'waiting: 1 of 2\u001b[2J']) progress.say(state);
  progress.done();
  expect(printed()).toBe('waiting: 0 of 2\nwaiting: 1 of 2\\x1b[2J\n');
});

it('says nothing on a terminal before a second, then stays in one line and clears it', () => {
  const { io, printed, later } = fake(true);
  const progress = createProgress(io);
  progress.say('waiting');
  expect(printed()).toBe('');
  later(2000);
  progress.say('still waiting');
  expect(printed()).toBe('\r\u001b[Kstill waiting (2s)');
  progress.done();
  expect(printed()).toBe('\r\u001b[Kstill waiting (2s)\r\u001b[K');
});
