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
    warnings: [],
    value: (object, field, path) => void report.values.push({ object, field, what: valuePath(path) }),
  };
  return report;
}

/** A place in the values as `--set` takes it: dots in keys are escaped. */
export function valuePath(path: readonly string[]): string {
  return path.map((key) => key.replaceAll(/[.,\\]/g, (char) => `\\${char}`)).join('.');
}
