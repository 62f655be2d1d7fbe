import type { Item } from '../input.js';
import type { Tree } from '../trees.js';
import { isMapping, isTextMap, without, type Mapping } from '../read.js';
import { goString } from '../template/go-text.js';
import type { Build } from './build.js';
import { objectMetadata } from './metadata.js';

/** Where data of ConfigMaps and Secrets goes in the values. */
const PLACES: Readonly<Record<string, string>> = { '/ConfigMap': 'configMaps', '/Secret': 'secrets' };
const FIELDS = ['data', 'stringData', 'binaryData'] as const;
/** Longer texts stand in a file of the chart: nobody changes them by a value. */
const LONGEST_VALUE = 4096;

/** Line ends of Unicode, of which Helm's toYaml loses some: such texts stay in the template. */
const FOREIGN_BREAK = /[\u0085\u2028\u2029]/;

/** A template with the files that it reads. */
export interface RenderedData {
  text: string;
  files: Record<string, string>;
}

/** Whether an object's data become values. */
export function isData(item: Item): boolean {
  return item.type in PLACES;
}

/** The template of a ConfigMap or Secret. Texts that name other objects of the chart stand in the template, all others are values. */
export function renderData(build: Build, { item, tree }: Tree, key: string): RenderedData {
  const { go } = build;
  const place = PLACES[item.type] ?? '';
  const path = [place, key];
  const files: Record<string, string> = {};
  let out: Mapping = {};
  for (const [name, value] of Object.entries(without(tree, 'metadata'))) {
    if (!FIELDS.includes(name as 'data') || !isTextMap(value)) {
      out = { ...out, [name]: value };
      continue;
    }
    out = { ...out, ...renderField(build, { item, field: name, texts: value, original: item.object[name], path, files, key }) };
  }
  const { apiVersion, kind, ...rest } = out;
  const usesValues = build.values.has(path);
  const head = usesValues ? `{{- $data := index .Values.${place} ${goString(key)} }}\n` : '';
  return { text: `${head}${go.print({ apiVersion, kind, metadata: objectMetadata(build, tree), ...rest })}`, files };
}

interface Field {
  item: Item;
  field: string;
  texts: Record<string, string>;
  original: unknown;
  path: readonly string[];
  files: Record<string, string>;
  key: string;
}

function renderField(build: Build, { item, field, texts, original, path, files, key }: Field): Mapping {
  const { blocks, values, go, report } = build;
  const entries = Object.entries(texts);
  const isSecret = item.type === '/Secret';
  const isWired = ([, text]: [string, string]): boolean => go.hasMarks(text) || (!isSecret && FOREIGN_BREAK.test(text));
  const isLong = ([, text]: [string, string]): boolean => !isSecret && field !== 'binaryData' && text.length > LONGEST_VALUE;
  const free = entries.filter((entry) => !isWired(entry) && !isLong(entry));
  const long = entries.filter((entry) => !isWired(entry) && isLong(entry));
  const wired = entries.filter(isWired);
  const place = [...path, field];
  if (entries.length === 0) return { [field]: {} };
  values.set(place, {
    ...Object.fromEntries(free),
    ...(isSecret ? Object.fromEntries(wired.map(([name]) => [name, mappingText(original, name)])) : {}),
  });
  if (free.length > 0) report.value(item.id, field, place);
  // What is secret stays in the values: only the names in it are put in when the chart is rendered.
  const secret = (isSecret ? wired : []).map(([name, text]): [string, unknown] => {
    report.value(item.id, `${field}.${name}`, [...place, name]);
    const plain = mappingText(original, name);
    const pipeline = replacements(build, plain, text, `index $data.${field} ${goString(name)}`);
    return [name, blocks.value(`${pipeline} | toYaml | nindent 4 | trim`)];
  });
  const own = isSecret ? [] : wired.flatMap(([name, text]) => Object.entries(unlessGiven(build, `$data.${field}`, name, { [name]: text })));
  const fromFiles = long.flatMap(([name, text]) => {
    const file = freeName(files, `files/${key}/${name.replaceAll(/[^\w.-]/g, '-').replace(/^\.+$/, 'dots')}`);
    files[file] = text;
    report.values.push({ object: item.id, field: `${field}.${name}`, what: file });
    const lines = [`{{- dict ${goString(name)} (.Files.Get ${goString(file)}) | toYaml | nindent N+0 }}`];
    return Object.entries(unlessGiven(build, `$data.${field}`, name, lines));
  });
  const fixed = [...secret, ...own, ...fromFiles];
  if (fixed.length === 0) return blocks.entry(field, `$data.${field}`);
  const names = secret.map(([name]) => name);
  return { [field]: { ...Object.fromEntries(fixed), ...blocks.rest(`$data.${field}`, names) } };
}

/** A path that no other file has, also where capitals do not count. */
function freeName(files: Readonly<Record<string, string>>, path: string): string {
  const taken = new Set(Object.keys(files).map((file) => file.toLowerCase()));
  let free = path;
  for (let count = 2; taken.has(free.toLowerCase()); count += 1) free = `${path}-${count}`;
  return free;
}

/** An entry of the chart's own, which a value of the same name goes before. */
function unlessGiven({ blocks, go }: Build, expression: string, name: string, entry: Mapping | readonly string[]): Mapping {
  const lines = Array.isArray(entry) ? (entry as readonly string[]) : go.print(entry).trimEnd().split('\n');
  return blocks.lines(`{{- if not (hasKey (${expression} | default dict) ${goString(name)}) }}`, ...lines, '{{- end }}');
}

function mappingText(original: unknown, name: string): string {
  return isMapping(original) ? String(original[name]) : '';
}

/** A Go pipeline that puts the names of the release into a text of the values. */
function replacements(build: Build, plain: string, marked: string, expression: string): string {
  const pieces = build.go.pieces(marked);
  let rest = plain;
  let pipeline = expression;
  for (const [index, piece] of pieces.entries()) {
    if (typeof piece === 'string') {
      rest = rest.slice(piece.length);
      continue;
    }
    const next = pieces[index + 1];
    const end = typeof next === 'string' ? rest.indexOf(next) : rest.length;
    const word = rest.slice(0, end < 0 ? rest.length : end);
    const before = pieces[index - 1];
    // What stands around it makes it a host name and nothing else; only signs and a port, for the text may be secret.
    const left = typeof before === 'string' ? (/(?:\/\/|[^\w])$/.exec(before)?.[0] ?? '') : '';
    const right = typeof next === 'string' ? (/^(?::\d+|[^\w])/.exec(next)?.[0] ?? '') : '';
    pipeline = `${pipeline} | replace ${goString(`${left}${word}${right}`)} (printf "%s%s%s" ${goString(left)} (${piece.action}) ${goString(right)})`;
    rest = rest.slice(word.length);
  }
  return pipeline;
}
