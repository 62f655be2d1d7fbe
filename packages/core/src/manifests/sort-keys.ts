/**
 * The order of keys in what kubectl prints (go.yaml.in/yaml/v2, `sorter.go`): numbers in names count as numbers, letters come
 * after all other characters. Where that order runs in a circle (v10 < v1a < v2 < v10) kubectl's output varies; this does not.
 */
export function sortKeys(keys: readonly string[]): string[] {
  return keys.toSorted().toSorted((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0));
}

const LETTERS = /^[A-Za-z]+$/;

function isBefore(left: string, right: string): boolean {
  if (LETTERS.test(left) && LETTERS.test(right)) return left < right;
  const a = Array.from(left);
  const b = Array.from(right);
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    if (a[index] !== b[index]) return differs(a, b, index);
  }
  return a.length < b.length;
}

/** Decides at the first characters that differ. */
function differs(a: readonly string[], b: readonly string[], at: number): boolean {
  const left = a[at] ?? '';
  const right = b[at] ?? '';
  const leftIsLetter = isLetter(left);
  const rightIsLetter = isLetter(right);
  if (leftIsLetter && rightIsLetter) return codeOf(left) < codeOf(right);
  if (leftIsLetter || rightIsLetter) return rightIsLetter;
  // A zero after other digits is no leading zero.
  const within = (left === '0' || right === '0') && followsDigits(a, at);
  const leftNumber = numberAt(a, at, within);
  const rightNumber = numberAt(b, at, within);
  if (leftNumber.value !== rightNumber.value) return leftNumber.value < rightNumber.value;
  if (leftNumber.end !== rightNumber.end) return leftNumber.end < rightNumber.end;
  return codeOf(left) < codeOf(right);
}

function followsDigits(chars: readonly string[], at: number): boolean {
  for (let index = at - 1; index >= 0 && isDigit(chars[index]); index -= 1) {
    if (chars[index] !== '0') return true;
  }
  return false;
}

function numberAt(chars: readonly string[], at: number, within: boolean): { value: bigint; end: number } {
  let value = within ? 1n : 0n;
  let end = at;
  for (; end < chars.length && isDigit(chars[end]); end += 1)
    value = BigInt.asIntN(64, value * 10n + BigInt(codeOf(chars[end] ?? '') - 48));
  return { value, end };
}

function codeOf(char: string): number {
  return char.codePointAt(0) ?? 0;
}

// Expressions with Unicode classes take milliseconds to be made ready: nearly all keys are ASCII and do without.
function isLetter(char: string): boolean {
  return char < '\u0080' ? /^[A-Za-z]$/.test(char) : /^\p{L}$/u.test(char);
}

function isDigit(char: string | undefined): boolean {
  if (char === undefined) return false;
  return char < '\u0080' ? /^[0-9]$/.test(char) : /^\p{Nd}$/u.test(char);
}
