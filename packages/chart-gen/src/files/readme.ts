import type { Build } from '../render/build.js';
import { fillTemplate } from '../template/handlebars.js';

/** README.md of a chart. Values of Secrets never stand in it. */
export function readme({ options, main, report }: Build): string {
  return fillTemplate('README.md', { chart: options.name, component: main?.key ?? '', components: report.components });
}
