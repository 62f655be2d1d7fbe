export { generateChart, type Chart } from './generate.js';
export type { ChartOptions } from './options.js';
export { reportText, type ChartReport, type ReportLine } from './report.js';
export { ChartError } from './problems.js';
