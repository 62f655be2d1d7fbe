import type { Io } from '../io.js';
import { visible } from '../kube/visible.js';

/** Says on stderr what is being waited for: in place on a terminal, once it takes over a second; else one line a change of state. */
export interface Progress {
  /** What is waited for and what was seen last. */
  say(state: string): void;
  /** A line that stays. */
  note(line: string): void;
  /** Clears what stands in place. */
  done(): void;
}

/** Milliseconds before a terminal shows anything, and between two refreshes of the time. */
const QUIET_MS = 1000;
const CLEAR_LINE = '\r\u001b[K';

export function createProgress(io: Io): Progress {
  return io.isTTY.stderr ? inPlace(io) : byLine(io);
}

function byLine(io: Io): Progress {
  let last = '';
  const say = (state: string): void => {
    if (state !== last) io.stderr(`${visible(state)}\n`);
    last = state;
  };
  return { say, note: (line) => io.stderr(`${visible(line)}\n`), done: () => undefined };
}

function inPlace(io: Io): Progress {
  const start = io.now().getTime();
  let state = '';
  let shown = false;
  const draw = (): void => {
    const seconds = Math.round((io.now().getTime() - start) / 1000);
    if (state === '' || seconds * 1000 < QUIET_MS) return;
    io.stderr(`${CLEAR_LINE}${visible(state).replaceAll('\n', ' ').slice(0, 120)} (${seconds}s)`);
    shown = true;
  };
  const clear = (): void => {
    if (shown) io.stderr(CLEAR_LINE);
    shown = false;
  };
  const timer = setInterval(draw, QUIET_MS);
  timer.unref();
  return {
    say: (next) => {
      state = next;
      draw();
    },
    note: (line) => {
      clear();
      io.stderr(`${visible(line)}\n`);
    },
    done: () => {
      clearInterval(timer);
      clear();
      state = '';
    },
  };
}
