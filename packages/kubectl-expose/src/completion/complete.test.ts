import { expect, it } from 'vitest';
import { REGISTRY } from '../registry.js';
import { COMMAND_NAMES } from '../commands/names.js';
import type { AnyFlagValues } from '../flags/flag.js';
import { complete, printCompletion } from './complete.js';

const specs = COMMAND_NAMES.map((name) => REGISTRY[name].spec);
const asked: [string, AnyFlagValues][] = [];
const lookup = {
  names: (type: string, flags: AnyFlagValues) => {
    asked.push([type, flags]);
    return Promise.resolve(['api', 'web', 'web-2']);
  },
  values: (source: string) => Promise.resolve([`${source}-1`, `${source}-2`]),
  topics: () => Promise.resolve([{ word: 'NodePort' }, { word: 'EP100' }]),
};
const words = async (...typed: string[]): Promise<string[]> => (await complete(typed, specs, lookup)).candidates.map(({ word }) => word);

it.each<[string[], string[]]>([
  [['re'], ['recommend', 'remove', 'replicasets']],
  [['ver'], ['version']],
  [['help', 'li'], ['list']],
  [['deploy'], ['deployments']],
  [['deploy/w'], ['deploy/web', 'deploy/web-2']],
  [
    ['deploy', 'w'],
    ['web', 'web-2'],
  ],
  [
    ['deploy', 'web', ''],
    ['api', 'web-2'],
  ],
  [['deploy/web', 'sts/a'], ['sts/api']],
  [['recommend', 'deploy', 'a'], ['api']],
  [['deploy/web', '--stra'], ['--strategy']],
  [['deploy/web', '--strategy', 'Node'], ['NodePort']],
  [['deploy/web', '--strategy', 'node'], ['NodePort']],
  [
    ['deploy/web', '--strategy=host'],
    ['hostPort', 'hostNetwork'],
  ],
  [['deploy/web', '--dry-run=c'], ['client']],
  [['deploy/web', '--wait=f'], ['false']],
  [['deploy/web', '--option', 'rea'], ['read-timeout=']],
  [
    ['deploy/web', '--option', 'redi'],
    ['redirect.url=', 'redirect.code='],
  ],
  [
    ['deploy/web', '--tls', 's'],
    ['secret=', 'self-signed'],
  ],
  [
    ['deploy/web', '--tls=secret='],
    ['secret=tls-secret-1', 'secret=tls-secret-2'],
  ],
  [
    ['deploy/web', '-o', 'j'],
    ['json', 'jsonpath='],
  ],
  [
    ['deploy/web', '-n', 'name'],
    ['namespace-1', 'namespace-2'],
  ],
  [
    ['-n', 'shop', 'deploy/w'],
    ['deploy/web', 'deploy/web-2'],
  ],
  [['-n', 'shop', 'li'], ['list']],
  [['explain', 'node'], ['NodePort']],
  [['completion', ''], ['install']],
  [['list', ''], []],
  [['--strategy', 'NodePort', '--strat'], []],
  [
    ['--host', 'a', '--hos'],
    ['--host-port', '--host-ip', '--host'],
  ],
])('%j', async (typed, expected) => expect(await words(...typed)).toEqual(expected));

it('leaves files to the shell', async () => {
  expect(await complete(['-f', ''], specs, lookup)).toEqual({ candidates: [], directive: 0 });
  expect(await complete(['-k', ''], specs, lookup)).toEqual({ candidates: [], directive: 16 });
  expect((await complete(['--stra'], specs, lookup)).directive).toBe(4);
});

it('adds no space behind a word that goes on', async () => {
  expect(await complete(['deploy/web', '--option', 'body'], specs, lookup)).toMatchObject({ directive: 6 });
  expect(await complete(['deploy/web', '--tls', 'self'], specs, lookup)).toMatchObject({ directive: 4 });
  expect(await complete(['list', '-o', 'jsonp'], specs, lookup)).toMatchObject({ directive: 6 });
});

it('asks with the flags already typed', async () => {
  asked.length = 0;
  await words('deploy/w', '-n', 'shop', 'deploy/');
  expect(asked).toEqual([['deploy', { namespace: 'shop' }]]);
});

it('offers no flag that is refused or hidden', async () => {
  const offered = await words('deploy/web', '--');
  expect(offered).toContain('--type');
  for (const flag of ['--overrides', '--external-ip', '--field-manager', '--record', '--username']) expect(offered).not.toContain(flag);
});

it('prints a candidate a line with its description behind a tab, the directive last', () => {
  expect(printCompletion({ candidates: [{ word: 'a', description: 'first' }, { word: 'b' }], directive: 4 })).toBe('a\tfirst\nb\n:4\n');
});
