export { generateChart, type Chart } from './generate.js';
export type { ChartOptions } from './options.js';
export type { ChartReport, ReportLine } from './report.js';
export { ChartError } from './problems.js';
