import { quote } from '../text/describe.js';

/**
 * What a scalar means, by the rules of kubectl's reader (sigs.k8s.io/yaml 1.6 on go.yaml.in/yaml/v2, `resolve.go`): YAML 1.1
 * words for booleans and null, Go's integer prefixes with underscores, floats; timestamps stay text.
 */

/** Why a scalar has no value here. */
export interface ScalarProblem {
  problem: 'tag' | 'inexact' | 'not-finite';
  message: string;
}

/** A scalar of JSON. */
export type Scalar = string | number | boolean | null;

const WORDS = new Map<string, boolean | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);
const NOT_FINITE = new Map<string, number>([
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
// Go reads what follows a lower-case 0b once more as a signed number.
const SIGNED_BINARY = /^0b([-+][01]+)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const DOT_FLOAT = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/;

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

/** Marks NaN and the infinities, which JSON does not have; as keys of mappings they have a text. */
export interface NotFinite {
  notFinite: number;
}

/** The value of a plain scalar without a tag. */
export function resolvePlain(text: string): Scalar | NotFinite | ScalarProblem {
  switch (text.charCodeAt(0)) {
    case 0x2b: // +
    case 0x2d: // -
      return text.length === 1 ? text : resolveSigned(text);
    case 0x2e: // .
      return resolveDot(text);
    default: {
      const first = text.charCodeAt(0);
      if (first >= 0x30 && first <= 0x39) return resolveNumber(text);
      // No word is longer than five letters.
      const word = text.length <= 5 ? WORDS.get(text) : undefined;
      return word === undefined ? text : word;
    }
  }
}

function resolveSigned(text: string): Scalar | NotFinite | ScalarProblem {
  const special = NOT_FINITE.get(text);
  return special === undefined ? resolveNumber(text) : { notFinite: special };
}

function resolveDot(text: string): Scalar | NotFinite {
  const special = NOT_FINITE.get(text);
  if (special !== undefined) return { notFinite: special };
  if (!DOT_FLOAT.test(text)) return text;
  const value = Number(text.replaceAll('_', ''));
  return Number.isFinite(value) ? value : text;
}

function resolveNumber(text: string): Scalar | ScalarProblem {
  const parsed = parseNumber(text);
  if (!parsed) return text;
  // Kubernetes' JSON has no negative zero.
  if (parsed.value === 0) return 0;
  if (parsed.exact === undefined || String(parsed.value) === String(parsed.exact)) return parsed.value;
  return { problem: 'inexact', message: `the number ${parsed.exact} cannot be kept exactly` };
}

/** A number as Go's reader tells them apart; `exact` where a signed 64-bit integer is beyond JavaScript's safe ones. */
interface ParsedNumber {
  value: number;
  float: boolean;
  exact?: bigint;
}

function parseNumber(text: string): ParsedNumber | undefined {
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  const integer = INTEGER.exec(digits);
  if (integer) {
    const parsed = parseInteger(integer[1] ?? '', literalOf(integer));
    if (parsed) return parsed;
  }
  if (FLOAT.test(digits)) {
    const value = Number(digits);
    if (Number.isFinite(value)) return { value, float: true };
  }
  const binary = SIGNED_BINARY.exec(digits)?.[1];
  return binary === undefined ? undefined : parseInteger(binary[0] ?? '', `0b${binary.slice(1)}`);
}

function literalOf([, , hex, binary, octal, decimal]: RegExpExecArray): string {
  if (hex !== undefined) return `0x${hex}`;
  if (binary !== undefined) return `0b${binary}`;
  return octal === undefined ? (decimal ?? '') : `0o${octal}`;
}

/** `undefined` when Go would not take it as an integer of 64 bits. */
function parseInteger(sign: string, literal: string): ParsedNumber | undefined {
  const quick = Number(literal);
  if (Number.isSafeInteger(quick)) return { value: sign === '-' && quick !== 0 ? -quick : quick, float: false };
  const exact = sign === '-' ? -BigInt(literal) : BigInt(literal);
  if (exact < INT64_MIN || exact > UINT64_MAX || (sign !== '' && exact > INT64_MAX)) return undefined;
  // Above int64 kubectl itself goes on with a float.
  return exact > INT64_MAX ? { value: Number(exact), float: false } : { value: Number(exact), float: false, exact };
}

/** The value of a scalar that carries a tag. Tags of others mean text, as in kubectl. */
export function resolveTagged(tag: string, text: string): Scalar | NotFinite | ScalarProblem {
  const wanted = tag.slice(2);
  switch (tag) {
    case '!!str':
      return text;
    case '!!binary':
      return { problem: 'tag', message: 'the tag !!binary is not supported' };
    case '!!null':
    case '!!bool':
    case '!!int':
    case '!!float':
    case '!!timestamp':
      break;
    default:
      return text;
  }
  const value = resolvePlain(text);
  if (isProblem(value)) return value;
  const kind = kindOf(value, text);
  if (kind === wanted || (kind === 'int' && wanted === 'float') || (wanted === 'timestamp' && isTimestamp(text))) return value;
  return { problem: 'tag', message: `${quote(text)} is not a value of the tag ${tag}` };
}

const TIMESTAMP =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)| (\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?)?$/;

/** Whether Go's reader takes a text for a timestamp, by the four layouts of `resolve.go`. It stays text all the same. */
export function isTimestamp(text: string): boolean {
  const match = TIMESTAMP.exec(text);
  if (!match) return false;
  const [year = 0, month = 0, day = 0, ...clock] = match.slice(1).map((part) => Number(part ?? 0));
  const [hour = 0, minute = 0, second = 0] = clock[0] || clock[1] || clock[2] ? clock : clock.slice(3);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60;
}

function kindOf(value: Scalar | NotFinite, text: string): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'object') return 'float';
  if (typeof value === 'number') return parseNumber(text)?.float === false ? 'int' : 'float';
  return 'str';
}

/** Whether a resolved scalar is a problem. */
export function isProblem(value: Scalar | NotFinite | ScalarProblem): value is ScalarProblem {
  return typeof value === 'object' && value !== null && 'problem' in value;
}

/** The key that a plain scalar becomes, as in sigs.k8s.io/yaml; `undefined` when it cannot be one. */
export function keyOfPlain(text: string): string | undefined {
  const value = resolvePlain(text);
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value === null) return undefined;
  if (typeof value === 'object' && 'notFinite' in value) {
    return Number.isNaN(value.notFinite) ? '.nan' : value.notFinite > 0 ? '.inf' : '-.inf';
  }
  const parsed = parseNumber(text);
  // A dot in front: a float that parseNumber does not read.
  if (!parsed) return typeof value === 'number' ? float32Text(value) : undefined;
  if (parsed.exact !== undefined) return String(parsed.exact);
  if (parsed.float) return float32Text(parsed.value);
  return parsed.value > 2 ** 63 - 1024 ? undefined : String(parsed.value);
}

/** Shortest text that gives the same 32-bit float, in Go's %g form. */
function float32Text(value: number): string {
  if (Object.is(value, -0)) return '-0';
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  for (let digits = 1; digits < 9; digits += 1) {
    const text = single.toPrecision(digits);
    if (Math.fround(Number(text)) === single) return formatFloat(Number(text));
  }
  return formatFloat(Number(single.toPrecision(9)));
}

/** A float as Go's `strconv.FormatFloat(value, 'g', -1, 64)` prints it: with an exponent below 1e-4 and from 1e+06 on. */
export function formatFloat(value: number): string {
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return String(value);
  const size = Math.abs(exponent);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${size < 10 ? '0' : ''}${size}`;
}
