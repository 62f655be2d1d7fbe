/** Files of tests/ that need nothing of our own cluster's network and components: those for a cluster that a person lends. */
export const portable: readonly string[] = ['strategies.test.ts', 'undo.test.ts'];
