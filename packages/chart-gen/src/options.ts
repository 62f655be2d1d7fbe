import type { Strategy } from '@expose-plus/core';

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
  /** Strategy of the component that the exposure block governs. Default: that of its Exposure, else as the input exposes it. */
  strategy?: Strategy;
  /** What is switched on of what every chart carries: the controller on board, the test of `helm test`. */
  with?: readonly ChartPart[];
  /** How traffic enters the controller of `ingress-nginx`. Default: `LoadBalancer`. */
  entry?: ControllerEntryWay;
}

/** Parts that a chart carries and that are off unless asked for. */
export const PARTS = ['ingress-nginx', 'tests'] as const;
export type ChartPart = (typeof PARTS)[number];

/** The ways by which traffic can enter the embedded controller. */
export const ENTRIES = ['LoadBalancer', 'NodePort', 'hostPort', 'hostNetwork'] as const;
export type ControllerEntryWay = (typeof ENTRIES)[number];

/** The options with every default that does not depend on the input. */
export interface ResolvedOptions extends ChartOptions {
  version: string;
  naming: 'release' | 'original';
  flavor: 'full' | 'minimal';
  with: readonly ChartPart[];
  entry: ControllerEntryWay;
}

/** Fills defaults in. */
export function resolveOptions(options: ChartOptions): ResolvedOptions {
  return {
    ...options,
    version: options.version ?? '0.1.0',
    naming: options.naming ?? 'release',
    flavor: options.flavor ?? 'full',
    with: options.with ?? [],
    entry: options.entry ?? 'LoadBalancer',
  };
}
