import { STRATEGIES, STRATEGY_REQUIREMENTS, type ExposureSpec, type RequestedStrategy, type Strategy } from '@expose-plus/core';
import { EXPOSURE_FLAGS } from '../flags/exposure.js';
import type { FlagSpec } from '../flags/flag.js';
import type { Problem } from './normalise.js';
import { optionWord } from './options.js';

/**
 * Flags typed together that contradict each other: a flag of one strategy beside another strategy. In files and chart values the
 * settings of inactive strategies are legal; somebody who types both means one of them.
 */
export function contradictions(strategy: RequestedStrategy, typed: readonly string[]): Problem[] {
  const table: readonly FlagSpec[] = EXPOSURE_FLAGS;
  return table
    .filter((flag) => typed.includes(flag.name) && flag.strategies !== undefined)
    .flatMap((flag): Problem[] => {
      const fitting = flag.strategies ?? [];
      if (strategy === 'auto' ? flag.hints : fitting.includes(strategy)) return [];
      const remedy = fitting.map((id) => `--strategy ${id}`).join(' or ');
      return strategy === 'auto'
        ? [{ message: `--${flag.name} belongs to ${fitting.join(', ')}, and no strategy is named`, remedy }]
        : [
            {
              message: `--${flag.name} belongs to ${fitting.join(', ')}, not to ${strategy}`,
              remedy: `leave out --${flag.name}, or ${remedy}`,
            },
          ];
    });
}

/** Options typed for a strategy that does not look at them. */
export function optionContradictions(strategy: RequestedStrategy, options: ExposureSpec['options'] = {}): Problem[] {
  if (strategy === 'auto') return [];
  return Object.keys(options).flatMap((key): Problem[] => {
    const fitting = STRATEGIES.filter((id) => looksAt(id, key));
    if (fitting.includes(strategy)) return [];
    const word = `--option ${optionWord(key)}`;
    return [
      {
        message: `${word} belongs to ${fitting.join(', ')}, not to ${strategy}`,
        remedy: `leave out ${word}, or ${fitting.map((id) => `--strategy ${id}`).join(' or ')}`,
      },
    ];
  });
}

function looksAt(strategy: Strategy, option: string): boolean {
  return STRATEGY_REQUIREMENTS[strategy].uses.some((path) => path === 'options' || path === `options.${option}`);
}
