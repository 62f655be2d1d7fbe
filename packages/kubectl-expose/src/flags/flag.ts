import type { Strategy } from '@expose-plus/core';

/** What the shell can offer for a value, beyond `choices`: looked up in the cluster or the kubeconfig, or left to the shell. */
export type ValueSource =
  | 'namespace'
  | 'context'
  | 'cluster'
  | 'user'
  | 'ingress-class'
  | 'gateway'
  | 'tls-secret'
  | 'exposure'
  | 'file'
  | 'directory';

/**
 * One flag, as data. Parsing, help, completion, the docs table and the oclif definitions are derived from it, so a flag exists in
 * all of them or in none.
 */
export interface FlagSpec {
  /** Without the dashes. */
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  readonly aliases?: readonly string[];
  readonly type: 'boolean' | 'string' | 'integer';
  /** May be given several times; never greedy. Without it the last one wins, as in kubectl. */
  readonly repeatable?: true;
  /** A comma separates values, as in kubectl's string slices. Only with `repeatable`. */
  readonly commas?: true;
  /** The only values; any casing, dashes and underscores ignored. */
  readonly choices?: readonly string[];
  /** Values refused by name, with the reason. */
  readonly refusedChoices?: Readonly<Record<string, string>>;
  /** Value when the flag stands alone; then a value needs `=` (pflag's NoOptDefVal). */
  readonly bare?: string;
  /** What stands for the value in help. Default: the choices, or the type in capitals. */
  readonly placeholder?: string;
  /** Shown in help. Parsing leaves an absent flag absent. */
  readonly default?: string;
  /** The field of Exposure that it sets, as in `-f exposure.yaml`. */
  readonly sets?: string;
  /** Further fields that it sets, each under another strategy. */
  readonly alsoSets?: readonly string[];
  /** The strategies that use it; typed together with another strategy it is a contradiction. Absent: all. */
  readonly strategies?: readonly Strategy[];
  /** Makes sense with `auto` as well: a hint for the recommendation. Only with `strategies`. */
  readonly hints?: true;
  /** Known from kubectl but not taken: why, and what to use. */
  readonly refused?: string;
  /** Taken for kubectl's sake, without effect: why. */
  readonly ignored?: string;
  /** Not in help. */
  readonly hidden?: true;
  readonly completes?: ValueSource;
  /** One sentence for help. */
  readonly summary: string;
}

/** Flags that belong together in help. */
export interface FlagGroup {
  readonly title: string;
  readonly flags: readonly FlagSpec[];
}

/** One value of a flag: one of its choices where it has any. */
type OneValue<F extends FlagSpec> = F extends { readonly type: 'boolean' }
  ? boolean
  : F extends { readonly type: 'integer' }
    ? number
    : F extends { readonly choices: readonly (infer C extends string)[] }
      ? C
      : string;

/** The value that one flag leaves behind. */
export type FlagValue<F extends FlagSpec> = F extends { readonly repeatable: true } ? OneValue<F>[] : OneValue<F>;

/** The values of a table of flags, by flag name. */
export type FlagValues<T extends readonly FlagSpec[]> = { [F in T[number] as F['name']]?: FlagValue<F> };

/** Values before the command's own table gives them their types. */
export type AnyFlagValues = Record<string, string | number | boolean | string[] | undefined>;
