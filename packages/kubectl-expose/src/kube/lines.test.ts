import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linesOf } from './lines.js';

async function* pieces(text: string, cuts: number[]): AsyncGenerator<string> {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).toSorted((a, b) => a - b), text.length];
  for (const [index, place] of places.slice(1).entries()) yield text.slice(places[index], place);
}

it('lines come out whole wherever the text is cut', async () => {
  const text = fc.array(fc.constantFrom('a', 'bc', '\n', '\n\n', 'é'), { maxLength: 20 }).map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(), { maxLength: 6 }), async (whole, cuts) => {
      const lines: string[] = [];
      for await (const line of linesOf(pieces(whole, cuts))) lines.push(line);
      expect(lines).toEqual(whole.split('\n').filter((line) => line !== ''));
    }),
  );
});
