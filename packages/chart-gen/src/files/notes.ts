import type { Build } from '../render/build.js';
import { fillTemplate } from '../template/handlebars.js';

/** NOTES.txt: the address, or the command that gets it, for the strategy chosen. */
export function notes({ options, main }: Build): string {
  return fillTemplate('NOTES.txt', { chart: options.name, component: main?.key ?? '' });
}
