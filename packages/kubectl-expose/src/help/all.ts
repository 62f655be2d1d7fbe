import { REGISTRY } from '../registry.js';
import { COMMAND_NAMES } from '../commands/names.js';
import { commandHelp, mainHelp } from './render.js';

/** Every help text by the name of its file: `main` and one a command. */
export function helpTexts(): Record<string, string> {
  const specs = COMMAND_NAMES.map((name) => REGISTRY[name].spec);
  return { main: mainHelp(specs), ...Object.fromEntries(specs.map((spec) => [spec.name, commandHelp(spec)])) };
}
