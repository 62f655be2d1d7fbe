import type { Component } from '../components.js';
import type { Item } from '../input.js';
import type { Names } from '../names.js';
import type { ResolvedOptions } from '../options.js';
import type { Report } from '../report.js';
import type { GoText } from '../template/go-text.js';
import type { Values } from '../values.js';
import type { Blocks } from './block.js';

/** Everything that goes along while the files of a chart are made. */
export interface Build {
  options: ResolvedOptions;
  go: GoText;
  blocks: Blocks;
  names: Names;
  values: Values;
  report: Report;
  items: readonly Item[];
  components: readonly Component[];
  /** The component that the exposure block governs; absent in a chart without workloads. */
  main: Component | undefined;
}

/** Whether values are offered for what the input does not have. */
export function isFull({ options }: Build): boolean {
  return options.flavor === 'full';
}
