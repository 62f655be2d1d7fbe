import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256 } from './sha256.js';

it('gives what OpenSSL gives', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ maxLength: 200 }));
  fc.assert(
    fc.property(text, (value) => {
      expect(sha256(value)).toBe(createHash('sha256').update(value, 'utf8').digest('hex'));
    }),
    { numRuns: 300 },
  );
});
