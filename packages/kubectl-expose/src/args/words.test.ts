import { expect, it } from 'vitest';
import { readTargets, wordOf } from './words.js';

it.each<[string, string[]]>([
  ['deploy/web', ['deploy/web']],
  ['deploy web', ['deploy/web']],
  ['deploy web api', ['deploy/web', 'deploy/api']],
  ['deploy,sts web', ['deploy/web', 'sts/web']],
  ['deploy/web sts/db', ['deploy/web', 'sts/db']],
  ['rollouts.argoproj.io/web', ['rollouts.argoproj.io/web']],
  ['deployments.v1.apps web', ['deployments.v1.apps/web']],
])('%s', (line, expected) => {
  const { targets, problems } = readTargets(line.split(' '));
  expect(problems).toEqual([]);
  expect(targets.map(wordOf)).toEqual(expected);
});

it.each<[string, string]>([
  ['deploy', 'deploy: which one? A name is missing'],
  ['deploy/web api', '"api" is not TYPE/NAME'],
  ['deploy/', '"deploy/" is not TYPE/NAME'],
  ['/web', '"/web" is not TYPE/NAME'],
  ['a/b/c', '"a/b/c" is not TYPE/NAME'],
  ['deploy, web', '"deploy, web" has an empty type or name'],
])('%s is refused', (line, message) => {
  const { problems } = readTargets(line.split(' '));
  expect(problems.map((problem) => problem.message)).toEqual([message]);
});

it('nothing typed is nothing', () => expect(readTargets([])).toEqual({ targets: [], problems: [] }));
