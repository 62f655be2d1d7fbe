/** What a chart is to be like. */
export interface ChartOptions {
  /** Name of the chart: lower-case letters, digits and dashes, beginning with a letter, at most 53 characters. */
  name: string;
  /** Version of the chart. Default: `0.1.0`. */
  version?: string;
  /** Version of the application. Default: the tag of the main component's image. */
  appVersion?: string;
  /** One sentence for Chart.yaml and README. */
  description?: string;
  /** The component that the `exposure` block governs. Default: the most outward one. */
  component?: string;
  /**
   * `release`: names begin with the release's, so that several releases stand side by side. `original`: names stay as they are, for
   * taking over a live workload (`helm install --take-ownership`). Default: `release`.
   */
  naming?: 'release' | 'original';
  /** `full`: values for what people usually want to set. `minimal`: only for what the input has. Default: `full`. */
  flavor?: 'full' | 'minimal';
}

/** The options with every default that does not depend on the input. */
export interface ResolvedOptions extends ChartOptions {
  version: string;
  naming: 'release' | 'original';
  flavor: 'full' | 'minimal';
}

/** Fills defaults in. */
export function resolveOptions(options: ChartOptions): ResolvedOptions {
  return { ...options, version: options.version ?? '0.1.0', naming: options.naming ?? 'release', flavor: options.flavor ?? 'full' };
}
