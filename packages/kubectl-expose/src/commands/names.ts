/** The commands, in the order of help. `help` is not among them: it is what every one of them has. */
export const COMMAND_NAMES = ['apply', 'recommend', 'list', 'remove', 'chart', 'explain', 'snapshot', 'version', 'completion'] as const;

export type CommandName = (typeof COMMAND_NAMES)[number];

/** Whether a word is the name of a command. */
export function isCommandName(word: string): word is CommandName {
  return (COMMAND_NAMES as readonly string[]).includes(word);
}
