import { expect, test } from 'vitest';
import { waitFor } from './wait.ts';

test('returns the first answer that is one', async () => {
  const answers = [undefined, null, false, 0];
  expect(await waitFor('an answer', () => answers.shift(), { everyMs: 1 })).toBe(0);
});

test('tells what was waited for and why it did not come', async () => {
  const failing = (): never => {
    throw new Error('connection refused');
  };
  await expect(waitFor('the API server', failing, { seconds: 0.01, everyMs: 1 })).rejects.toThrow(
    'waited 0.01 s for the API server; at last: connection refused',
  );
});
