/** Something about one field or object of the input. */
export interface ReportLine {
  /** `namespace/Kind/name`. */
  object: string;
  /** Path of the field in the object; absent when the whole object is meant. */
  field?: string;
  /** What became of it, in words. */
  what: string;
}

/** What became of the input. Everything that is not named stands in the templates as it was. */
export interface ChartReport {
  /** Number of objects in the input. */
  objects: number;
  components: { key: string; kind: string; strategy: string }[];
  /** Fields that became values, with the place of the value. */
  values: ReportLine[];
  /** What differs from the input when the chart is rendered with default values: names, selectors. */
  changed: ReportLine[];
  /** Objects that stand in the templates as they were, but for names and labels. */
  kept: ReportLine[];
  /** What `securityProfile: restricted` would set; it is off by default. */
  hardening: ReportLine[];
  /** What a person should know: fields kept although they look like values or references. */
  warnings: ReportLine[];
}

/** The report under way. */
export interface Report extends ChartReport {
  value(object: string, field: string, path: readonly string[]): void;
}

/** Starts a report. */
export function makeReport(objects: number): Report {
  const report: Report = {
    objects,
    components: [],
    values: [],
    changed: [],
    kept: [],
    hardening: [],
    warnings: [],
    value: (object, field, path) => void report.values.push({ object, field, what: valuePath(path) }),
  };
  return report;
}

/** A place in the values as `--set` takes it: dots in keys are escaped. */
export function valuePath(path: readonly string[]): string {
  return path.map((key) => key.replaceAll(/[.,\\]/g, (char) => `\\${char}`)).join('.');
}

function section(title: string, entries: readonly ReportLine[]): string[] {
  if (entries.length === 0) return [];
  return [title, ...entries.map(({ object, field, what }) => `  ${object}${field === undefined ? '' : ` ${field}`}: ${what}`)];
}

/** The report in words: how each component is exposed, how many fields became what, and with `details` each of them. */
export function reportText(report: ChartReport, details: boolean): string {
  const { objects, components, values, changed, kept, hardening, warnings } = report;
  const lines = components.map(({ key, kind, strategy }) => `${kind} ${key}: exposed by ${strategy === '' ? 'nothing' : strategy}`);
  const count = (number: number, one: string, several: string): string => `${number} ${number === 1 ? one : several}`;
  const parts = [
    count(values.length, 'field became a value', 'fields became values'),
    count(changed.length, 'name is followed', 'names are followed'),
    count(kept.length, 'object stands as it was', 'objects stand as they were'),
  ];
  lines.push(`${count(objects, 'object', 'objects')}: ${parts.join(', ')}`);
  lines.push(...section('To know:', warnings));
  if (details) {
    lines.push(...section('Values:', values));
    lines.push(...section('Names that are followed:', changed));
    lines.push(...section('Kept as they were, but for names and labels:', kept));
    lines.push(...section('What securityProfile: restricted would set, off by default:', hardening));
  }
  return lines.join('\n');
}
