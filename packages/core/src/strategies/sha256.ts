// SHA-256 (FIPS 180-4) in plain TypeScript, since this package uses nothing of Node and names must be computed alike in
// the library chart, where sprig offers `sha256sum`.

function primes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}

/** The first 32 bits of the fraction of a root. */
function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
}

interface Constants {
  initial: readonly number[];
  rounds: readonly number[];
}

let made: Constants | undefined;

/** Made when the first name is too long: nearly none is, and making them costs a millisecond of every start. */
function constants(): Constants {
  if (!made) {
    const first64 = primes(64);
    made = {
      initial: first64.slice(0, 8).map((prime) => fraction(Math.sqrt(prime))),
      rounds: first64.map((prime) => fraction(Math.cbrt(prime))),
    };
  }
  return made;
}

function utf8(text: string): number[] {
  const out: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) out.push(code);
    else if (code < 0x800) out.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) out.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else out.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return out;
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function schedule(block: readonly number[]): number[] {
  const words: number[] = [];
  for (let at = 0; at < 64; at++) {
    if (at < 16) {
      const [a = 0, b = 0, c = 0, d = 0] = block.slice(at * 4, at * 4 + 4);
      words.push((a << 24) | (b << 16) | (c << 8) | d);
      continue;
    }
    const near = words[at - 2] ?? 0;
    const far = words[at - 15] ?? 0;
    const small0 = rotate(far, 7) ^ rotate(far, 18) ^ (far >>> 3);
    const small1 = rotate(near, 17) ^ rotate(near, 19) ^ (near >>> 10);
    words.push(((words[at - 16] ?? 0) + small0 + (words[at - 7] ?? 0) + small1) | 0);
  }
  return words;
}

function compress(state: readonly number[], block: readonly number[]): number[] {
  const { rounds } = constants();
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (const [at, word] of schedule(block).entries()) {
    const large1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const one = (h + large1 + choice + (rounds[at] ?? 0) + word) | 0;
    const large0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + large0 + majority) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, at) => (word + (state[at] ?? 0)) | 0);
}

/** SHA-256 of a text in UTF-8, in lower-case hexadecimal. */
export function sha256(text: string): string {
  const bytes = utf8(text);
  const bits = bytes.length * 8;
  bytes.push(0x80);
  while (bytes.length % 64 !== 56) bytes.push(0);
  // Texts here are far below 2^32 bits: the upper half of the length stays zero.
  bytes.push(0, 0, 0, 0, (bits >>> 24) & 255, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255);
  let state = constants().initial;
  for (let at = 0; at < bytes.length; at += 64) state = compress(state, bytes.slice(at, at + 64));
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
