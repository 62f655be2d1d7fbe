import {
  CATALOGUE,
  CONTROLLER_ROWS,
  DIALECTS,
  EXPOSURE_DOCS,
  LOAD_BALANCER_ROWS,
  STRATEGIES,
  controllerGaps,
  detectControllers,
  type CatalogueEntry,
  type ControllerRow,
  type Dialect,
  type OptionRow,
  type Snapshot,
} from '@expose-plus/core';
import { OPTIONS, optionWord } from '../args/options.js';
import { verdictOf } from '../output/controllers-text.js';
import { LOAD_BALANCER_WORDS } from '../args/load-balancer-words.js';
import { spellingsOf, wordsOf } from './load-balancers.js';
import { STRATEGY_TEXTS } from './strategies.js';

/** Something that explain knows about. */
export interface Topic {
  /** As it is typed. */
  word: string;
  kind: 'strategy' | 'file' | 'option' | 'controller' | 'load balancer' | 'finding';
  /** One line. */
  title: string;
  /** What is printed: name and text, in order. */
  facts: readonly (readonly [name: string, text: string])[];
}

/**
 * Everything that can be explained, strategies first. A controller that also balances loads is two topics of one word.
 *
 * @param snapshot with it, controllers say whether they are there, and by what evidence.
 */
export function topics(snapshot?: Snapshot): Topic[] {
  const found = snapshot === undefined ? [] : detectControllers(snapshot);
  const gaps = snapshot === undefined ? [] : controllerGaps(snapshot);
  const here = (id: string): string | undefined => {
    const fact = found.find((one) => one.id === id);
    if (snapshot === undefined) return undefined;
    return fact ? verdictOf(fact) : gaps.length > 0 ? `unknown: ${gaps.join('; ')}` : 'no trace of it';
  };
  return [
    ...STRATEGIES.map((id): Topic => {
      const text = STRATEGY_TEXTS[id];
      return {
        word: id,
        kind: 'strategy',
        title: text.fits,
        facts: [
          ['makes', text.creates],
          ['layer', text.layer],
          ['reach', text.reach],
          ['fits', text.fits],
          ['address', text.address],
          ...text.beware.map((line) => ['beware', line] as const),
          ['proved by', text.proof],
          ['example', text.example],
        ],
      };
    }),
    {
      word: 'exposure',
      kind: 'file',
      title: 'a request as a file for -f: every field of kind Exposure',
      facts: EXPOSURE_DOCS.map(([path, form, meaning]) => [path, meaning === '' ? form : `${form}: ${meaning}`] as const),
    },
    ...Object.entries(OPTIONS).map(([key, title]): Topic => ({
      word: optionWord(key),
      kind: 'option',
      title,
      facts: [
        ['means', title],
        ['in a file', `spec.options.${key}`],
        ['flag', `--option ${optionWord(key)}=VALUE`],
        ...spellings(key),
        ...spellingsOf(`options.${key}`),
      ],
    })),
    ...Object.entries(LOAD_BALANCER_WORDS)
      .filter(([option]) => !option.startsWith('options.'))
      .map(([option, title]): Topic => ({
        word: option,
        kind: 'option',
        title,
        facts: [['means', title], ['in a file', `spec.${option}`], ...spellingsOf(option)],
      })),
    ...CONTROLLER_ROWS.map((row): Topic => ({
      word: row.id,
      kind: 'controller',
      title: row.title,
      facts: present([
        ['name', row.title],
        ['classes of', row.ingressControllers?.join(', ')],
        ['gateways of', row.gatewayControllers?.join(', ')],
        ['recognised by', signsOf(row)],
        ['in the cluster', here(row.id)],
        ['sends to', row.targets],
        ['retired', row.retired],
        ...(row.dialects ?? []).flatMap((dialect) =>
          dialect.options.map((option) => [labelOf(row, dialect, option.option), spelling(option)] as const),
        ),
        ['source', `${row.source} (${row.verified})`],
      ]),
    })),
    ...LOAD_BALANCER_ROWS.map((row): Topic => ({
      word: row.id,
      kind: 'load balancer',
      title: row.title,
      facts: present([
        ['name', row.title],
        ['runs', row.runs],
        ['address', row.address],
        ['classes', row.classes?.join(', ')],
        ['--allow-from', { yes: 'enforced', no: 'not enforced', depends: 'depends on how it is set up' }[row.sourceRanges]],
        ...wordsOf(row),
        ['note', row.note],
        ['source', `${row.source} (${row.verified})`],
      ]),
    })),
    ...CATALOGUE.map((row: CatalogueEntry): Topic => ({
      word: row.code,
      kind: 'finding',
      title: row.title,
      facts: [
        ['level', row.level],
        ['title', row.title],
        ['why', row.why],
        ['remedy', row.remedy],
      ],
    })),
  ];
}

/** By what a controller is recognised, in the order in which it counts. */
function signsOf({ ingressControllers = [], gatewayControllers = [], apiGroups = [], workloads = [] }: ControllerRow): string {
  const labels = workloads.flatMap((match) => Object.entries(match.labels ?? {}).map(([key, value]) => `${key}=${value}`));
  const images = workloads.flatMap(({ image }) => image ?? []);
  const signs = [
    ...(ingressControllers.length + gatewayControllers.length > 0 ? ['the controller of its class'] : []),
    ...apiGroups.map((group) => `API group ${group}`),
    ...labels.map((label) => `label ${label}`),
    ...images.map((image) => `image ${image}`),
  ];
  return signs.join(', ');
}

/** How each controller with a dialect spells an option. */
function spellings(key: string): (readonly [string, string])[] {
  return DIALECTS.flatMap(({ dialect }) =>
    dialect.options.filter(({ option }) => option === `options.${key}`).map((option) => [dialect.id, spelling(option)] as const),
  );
}

/** An option of a controller; of its further dialects with their name. */
function labelOf(row: ControllerRow, dialect: Dialect, option: string): string {
  const word = optionWord(option.replace(/^options\./, ''));
  return dialect.id === row.id ? word : `${dialect.id}: ${word}`;
}

function spelling(option: OptionRow): string {
  const how = option.verdict === 'none' ? 'cannot be expressed' : (option.annotation ?? option.field ?? 'needs no annotation');
  return option.note === undefined ? how : `${how} (${option.note})`;
}

function present(facts: readonly (readonly [string, string | undefined])[]): (readonly [string, string])[] {
  return facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined && fact[1] !== '');
}
