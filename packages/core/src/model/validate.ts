import { finding } from '../checks/finding.js';
import type { FindingCode } from '../checks/catalogue.js';
import { EXPOSURE_FIELDS } from '../generated/exposure-fields.js';
import { validateFile, validateSpec } from '../generated/exposure-validator.js';
import { missingNeeds } from '../strategies/requirements.js';
import { describe, isMapping, orList, quote } from '../text/describe.js';
import { nearest } from '../text/nearest.js';
import { formatPath, type PathPart } from '../text/path.js';
import { EXPOSURE_API_VERSION, type Exposure, type ExposureSpec } from './exposure.js';
import type { Finding, SourceLocation } from './finding.js';
import { FORMATS } from './formats.js';
import type { ObjectRef } from './kube.js';
import { rightForm, rightType, type FormatName } from './right-form.js';
import { parseStrategy, STRATEGIES, type Strategy } from './strategy-id.js';

/** Where the request stands, for findings. */
export interface RequestPlace {
  /** Finds the line of a field: `(field) => locateField(text, location, field)`. Asked only when something is wrong. */
  locate?: (field: readonly PathPart[]) => SourceLocation | undefined;
}

/**
 * Checks an object of kind Exposure: every field known, every value of its form, and the settings there that its strategy
 * always requires. All problems are reported together. The value is not changed; defaults are not filled in.
 */
export function readExposure(object: unknown, place: RequestPlace = {}): { ok: Exposure } | { findings: Finding[] } {
  const problems = problemsOf(validateFile, object);
  const spec = isMapping(object) ? object['spec'] : undefined;
  // A spec that is not of its form says nothing reliable about what it needs.
  if (problems.length === 0) problems.push(...unmet(spec as ExposureSpec, ['spec']));
  if (problems.length === 0) return { ok: object as Exposure };
  const ref = refOfRequest(object);
  return { findings: problems.map((problem) => toFinding(problem, ref, place)).toSorted(byField) };
}

/** As {@link readExposure} for the spec alone, as in the values of a chart. Empty when nothing is wrong. */
export function validateExposureSpec(value: unknown, place: RequestPlace = {}): Finding[] {
  const problems = problemsOf(validateSpec, value);
  if (problems.length === 0) problems.push(...unmet(value as ExposureSpec, []));
  return problems.map((problem) => toFinding(problem, undefined, place)).toSorted(byField);
}

/** One entry of what a validator of ajv reports. */
interface ValidatorError {
  instancePath: string;
  schemaPath: string;
  keyword: string;
  params: Record<string, unknown>;
}

/** A validator as ajv generates it. */
interface Validator {
  (value: unknown): boolean;
  errors?: ValidatorError[] | null;
}

interface Problem {
  code: FindingCode;
  path: PathPart[];
  message: string;
  remedy?: string;
}

function problemsOf(validator: unknown, value: unknown): Problem[] {
  const validate = validator as Validator;
  if (validate(value)) return [];
  const errors = validate.errors ?? [];
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath);
  const root = validator === validateSpec ? 'spec' : '';
  const problems: Problem[] = [];
  for (const error of errors) {
    // What a union has against each of its forms is said by the union itself.
    const inUnion = unions.some((path) => error.instancePath === path || error.instancePath.startsWith(`${path}/`));
    if (inUnion && error.keyword !== 'anyOf') continue;
    const path = pathOf(error.instancePath, value);
    const problem = problemOf(error, path, valueAt(value, path), placeOf(path, root));
    if (!problems.some((other) => other.message === problem.message && formatPath(other.path) === formatPath(problem.path)))
      problems.push(problem);
  }
  return problems;
}

/** Steps of a JSON Pointer (RFC 6901); indexes of lists as numbers. */
function pathOf(pointer: string, value: unknown): PathPart[] {
  const path: PathPart[] = [];
  let current: unknown = value;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const part = Array.isArray(current) ? Number(key) : key;
    path.push(part);
    current = valueAt(current, [part]);
  }
  return path;
}

function valueAt(value: unknown, path: readonly PathPart[]): unknown {
  let current = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined;
    current = (current as Record<PathPart, unknown>)[part];
  }
  return current;
}

/** Place in the table of known fields: `spec.ports[]`. */
function placeOf(path: readonly PathPart[], root: string): string {
  return path.reduce<string>((place, part) => (typeof part === 'number' ? `${place}[]` : place === '' ? part : `${place}.${part}`), root);
}

function problemOf(error: ValidatorError, path: PathPart[], value: unknown, place: string): Problem {
  const { keyword, params } = error;
  switch (keyword) {
    case 'additionalProperties':
      return unknownField(String(params['additionalProperty']), path, place);
    case 'false schema':
      return { code: 'EP131', path, message: 'has no place where the workload is given already', remedy: 'Remove it.' };
    case 'required':
      return { code: 'EP133', path: [...path, String(params['missingProperty'])], message: 'is missing' };
    case 'enum':
      return wrongWord(path, value, place, (params['allowedValues'] as unknown[]).map(String));
    case 'const':
      return wrongWord(path, value, place, [String(params['allowedValue'])]);
    default: {
      const remedy = slipRemedy(error, path, value);
      return {
        code: 'EP132',
        path,
        message: `must be ${wanted(error, path, place)}, not ${describe(value)}`,
        ...(remedy ? { remedy } : {}),
      };
    }
  }
}

const PORT = 'a port number from 1 to 65535';
const TYPES: Record<string, string> = {
  string: 'a text',
  object: 'a mapping',
  array: 'a list',
  boolean: 'true or false',
};
/** Numbers of a request that are no ports. */
const COUNTS = new Set(['bandwidth', 'healthyThreshold', 'unhealthyThreshold']);
const COUNT = 'a whole number of at least 1';

const fieldOf = (path: readonly PathPart[]): string => String(path.findLast((part) => typeof part === 'string'));
const numberWords = (field: string): string => (COUNTS.has(field) ? COUNT : PORT);

/** The commonest slips: quotes that are missing or too many, a unit or the brackets of a list left out, a URL for a host. */
function slipRemedy({ keyword, params }: ValidatorError, path: readonly PathPart[], value: unknown): string | undefined {
  if (keyword === 'pattern') {
    const format = formatOf(String(params['pattern']));
    const meant = format && rightForm(format, value);
    return meant && `Write ${meant}.`;
  }
  if (keyword !== 'type') return undefined;
  const meant = rightType(String(params['type']), fieldOf(path), value);
  if (meant !== undefined) return `Write ${meant}.`;
  if (params['type'] === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return 'Put it in quotes.';
  const unquoted = params['type'] === 'boolean' ? /^(true|false)$/ : /^\d+$/;
  return typeof value === 'string' && unquoted.test(value) ? 'Remove the quotes.' : undefined;
}

const UNIONS: Record<string, string> = {
  targetPort: `${PORT} or ${FORMATS.portName.words}`,
  port: `${PORT} or ${FORMATS.portName.words}`,
  rewrite: 'a path that begins with / (it replaces the matched prefix) or { full: /path } (it replaces the whole path)',
};

/** What a value should have been, after "must be". */
function wanted({ keyword, params }: ValidatorError, path: readonly PathPart[], place: string): string {
  const field = fieldOf(path);
  switch (keyword) {
    case 'type':
      return params['type'] === 'integer' ? numberWords(field) : (TYPES[String(params['type'])] ?? String(params['type']));
    case 'anyOf':
      return UNIONS[field] ?? 'of another form';
    case 'minimum':
    case 'maximum':
      return numberWords(field);
    case 'pattern': {
      const format = formatOf(String(params['pattern']));
      return format ? FORMATS[format].words : `like ${String(params['pattern'])}`;
    }
    case 'maxLength':
      return `at most ${String(params['limit'])} characters long`;
    case 'maxItems':
      return `a list of at most ${String(params['limit'])}`;
    default:
      return `valid (${keyword} of ${place})`;
  }
}

/** Which format a pattern of the schema is, which writes it as a regular expression prints itself. */
function formatOf(inSchema: string): FormatName | undefined {
  return (Object.keys(FORMATS) as FormatName[]).find(
    (name) => FORMATS[name].pattern === inSchema || new RegExp(FORMATS[name].pattern).source === inSchema,
  );
}

function wrongWord(path: PathPart[], value: unknown, place: string, words: readonly string[]): Problem {
  const typed = typeof value === 'string' ? value : undefined;
  const strategy = place === 'spec.strategy' && typed !== undefined ? parseStrategy(typed) : undefined;
  const near = strategy ?? (words.length === 1 ? words[0] : typed === undefined ? undefined : nearest(typed, words));
  const shown = words.map((word) => (word === '' ? '""' : word));
  return {
    code: 'EP132',
    path,
    message: `must be ${orList(shown)}, not ${describe(value)}`,
    ...(near === undefined || near === '' ? {} : { remedy: `Write ${near}.` }),
  };
}

/** Blocks in which a key may stand; more than three say nothing about what was meant. */
const MAX_OWNERS = 3;

function unknownField(key: string, path: PathPart[], place: string): Problem {
  const own = EXPOSURE_FIELDS[place] ?? [];
  const at = [...path, key];
  const here = place === '' ? 'the Exposure' : place.replaceAll('[]', '');
  const same = own.find((known) => known.toLowerCase() === key.toLowerCase());
  if (same !== undefined) return { code: 'EP130', path: at, message: `is not a field of ${here}`, remedy: `Write ${same}.` };
  const owners = Object.keys(EXPOSURE_FIELDS).filter((other) => other !== place && EXPOSURE_FIELDS[other]?.includes(key));
  if (owners.length > 0 && owners.length <= MAX_OWNERS) {
    const names = owners.map((owner) => (owner === '' ? 'the top' : owner));
    const targets = owners.map((owner) => (owner === '' ? key : `${owner}.${key}`));
    return { code: 'EP131', path: at, message: `belongs to ${orList(names)}, not to ${here}`, remedy: `Move it to ${orList(targets)}.` };
  }
  const near = nearest(key, own);
  const remedy = near === undefined ? `Fields of ${here}: ${own.join(', ')}.` : `Write ${near}.`;
  return { code: 'EP130', path: at, message: `is not a field of ${here}`, remedy };
}

/** What the strategy requires everywhere and is not there. What may still be looked up in a cluster is the plan's to judge. */
function unmet(spec: ExposureSpec, prefix: readonly PathPart[]): Problem[] {
  const strategy = spec.strategy;
  if (!STRATEGIES.some((known) => known === strategy)) return [];
  return missingNeeds(strategy as Strategy, spec, false).map(({ anyOf, given, why }) => ({
    code: given === undefined ? 'EP161' : 'EP162',
    path: [...prefix, ...(given ?? anyOf[0] ?? '').split('.')],
    message: `${strategy} ${why}: set ${orList(anyOf.map((path) => `spec.${path}`))}`,
  }));
}

function refOfRequest(object: unknown): ObjectRef | undefined {
  const metadata = valueAt(object, ['metadata']);
  const name = valueAt(metadata, ['name']) ?? valueAt(object, ['spec', 'target', 'name']);
  const namespace = valueAt(metadata, ['namespace']);
  if (typeof name !== 'string') return undefined;
  return { apiVersion: EXPOSURE_API_VERSION, kind: 'Exposure', ...(typeof namespace === 'string' ? { namespace } : {}), name };
}

function toFinding({ code, path, message, remedy }: Problem, object: ObjectRef | undefined, { locate }: RequestPlace): Finding {
  const field = formatPath(path);
  const location = locate?.(path);
  const isNeed = code === 'EP161' || code === 'EP162';
  const subject = field === '' ? (object === undefined ? 'the value' : 'the Exposure') : fieldWords(path);
  return finding(code, {
    message: isNeed ? message : `${subject} ${message}`,
    ...(object ? { object } : {}),
    ...(field === '' ? {} : { field }),
    ...(location ? { location } : {}),
    ...(remedy === undefined ? {} : { remedy }),
  });
}

/** A field for a message, with what a person typed kept short and visible. */
function fieldWords(path: readonly PathPart[]): string {
  return formatPath(path.map((part) => (typeof part === 'string' && part.length > 60 ? quote(part).slice(1, -1) : part)));
}

function byField(a: Finding, b: Finding): number {
  const lines = (a.location?.line ?? 0) - (b.location?.line ?? 0) || (a.location?.column ?? 0) - (b.location?.column ?? 0);
  if (lines !== 0) return lines;
  const left = `${a.field ?? ''} ${a.code} ${a.message}`;
  const right = `${b.field ?? ''} ${b.code} ${b.message}`;
  return left < right ? -1 : left > right ? 1 : 0;
}
