import { REGISTRY } from '../registry.js';
import { COMMAND_NAMES } from '../commands/names.js';
import { oclifCommand, type ExposeCommand } from './command.js';

/** For oclif's `explicit` discovery: package.json names this export. */
export const COMMANDS: Readonly<Record<string, ExposeCommand>> = Object.fromEntries(
  COMMAND_NAMES.map((name) => [name, oclifCommand(REGISTRY[name])]),
);
