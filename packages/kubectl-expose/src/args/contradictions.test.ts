import { STRATEGIES } from '@expose-plus/core';
import { expect, it } from 'vitest';
import { EXPOSURE_FLAGS } from '../flags/exposure.js';
import type { FlagSpec } from '../flags/flag.js';
import { contradictions, optionContradictions } from './contradictions.js';

it('names the strategies to which a flag belongs', () => {
  expect(contradictions('Ingress', ['strategy', 'node-port', 'host'])).toEqual([
    { message: '--node-port belongs to NodePort, not to Ingress', remedy: 'leave out --node-port, or --strategy NodePort' },
  ]);
  expect(contradictions('NodePort', ['host', 'tls'])).toHaveLength(2);
});

it('asks for a strategy where a flag alone does not say which', () => {
  expect(contradictions('auto', ['node-port'])).toEqual([
    { message: '--node-port belongs to NodePort, and no strategy is named', remedy: '--strategy NodePort' },
  ]);
  expect(contradictions('auto', ['host', 'path', 'rewrite', 'tls', 'redirect-https'])).toEqual([]);
});

it('accepts every flag with each of its own strategies', () => {
  for (const flag of EXPOSURE_FLAGS as readonly FlagSpec[]) {
    for (const strategy of flag.strategies ?? STRATEGIES) expect(contradictions(strategy, [flag.name])).toEqual([]);
  }
});

it('names the strategies that look at an option', () => {
  expect(optionContradictions('NodePort', { bodySize: '20Mi' })).toEqual([
    {
      message: '--option body-size belongs to Ingress, Gateway, not to NodePort',
      remedy: 'leave out --option body-size, or --strategy Ingress or --strategy Gateway',
    },
  ]);
  expect(optionContradictions('LoadBalancer', { targets: 'pod' })).toEqual([]);
  expect(optionContradictions('auto', { bodySize: '20Mi' })).toEqual([]);
  expect(optionContradictions('Gateway', {})).toEqual([]);
});
