import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlagSpec } from '../flags/flag.js';
import { normalise } from './normalise.js';

const TABLE = [
  { name: 'namespace', short: 'n', type: 'string', summary: '' },
  { name: 'filename', short: 'f', type: 'string', repeatable: true, commas: true, summary: '' },
  { name: 'host', type: 'string', repeatable: true, summary: '' },
  { name: 'recursive', short: 'R', type: 'boolean', summary: '' },
  { name: 'all-namespaces', short: 'A', type: 'boolean', summary: '' },
  { name: 'wait', type: 'boolean', summary: '' },
  { name: 'replicas', type: 'integer', summary: '' },
  { name: 'dry-run', type: 'string', choices: ['none', 'client', 'server'], bare: 'client', summary: '' },
  {
    name: 'strategy',
    aliases: ['type'],
    type: 'string',
    choices: ['NodePort', 'hostPort'],
    refusedChoices: { ExternalName: 'no way in' },
    summary: '',
  },
  { name: 'overrides', type: 'string', refused: 'use -f', summary: '' },
  { name: 'record', type: 'boolean', ignored: 'gone', summary: '' },
] as const satisfies readonly FlagSpec[];

const read = (line: string): ReturnType<typeof normalise> => normalise(line === '' ? [] : line.split(' '), TABLE);

describe('values', () => {
  it.each<[string, object]>([
    ['-n shop', { namespace: 'shop' }],
    ['-nshop', { namespace: 'shop' }],
    ['-n=shop', { namespace: 'shop' }],
    ['--namespace shop', { namespace: 'shop' }],
    ['--namespace=shop', { namespace: 'shop' }],
    ['--namespace=a=b', { namespace: 'a=b' }],
    ['--namespace=', { namespace: '' }],
    ['-n -A', { namespace: '-A' }],
    ['-n a -n b', { namespace: 'b' }],
    ['-RA', { recursive: true, 'all-namespaces': true }],
    ['-Rf x', { recursive: true, filename: ['x'] }],
    ['-f a,b -f c', { filename: ['a', 'b', 'c'] }],
    ['--host a --host b', { host: ['a', 'b'] }],
    ['--wait', { wait: true }],
    ['--wait=false', { wait: false }],
    ['--wait=T', { wait: true }],
    ['-R=0', { recursive: false }],
    ['--wait --wait=false', { wait: false }],
    ['--replicas 3', { replicas: 3 }],
    ['--dry-run', { 'dry-run': 'client' }],
    ['--dry-run=server', { 'dry-run': 'server' }],
    ['--type node-port', { strategy: 'NodePort' }],
    ['--strategy=HOSTPORT', { strategy: 'hostPort' }],
  ])('%s', (line, flags) => {
    const parsed = read(line);
    expect(parsed.problems).toEqual([]);
    expect(parsed.flags).toEqual(flags);
    expect(parsed.words).toEqual([]);
  });
});

describe('words', () => {
  it.each<[string, string[]]>([
    ['deploy web', ['deploy', 'web']],
    ['deploy -n shop web', ['deploy', 'web']],
    ['--host a deploy/web', ['deploy/web']],
    ['--wait deploy/web', ['deploy/web']],
    ['- x', ['-', 'x']],
    ['a -- -n --wait --', ['a', '-n', '--wait', '--']],
  ])('%s', (line, words) => expect(read(line)).toMatchObject({ words, problems: [] }));
});

describe('problems', () => {
  it.each<[string, string, string?]>([
    ['--stratgy x', 'unknown flag --stratgy', '--strategy'],
    ['--hostname a', 'unknown flag --hostname', '--host'],
    ['--no-wait', 'unknown flag --no-wait', '--wait=false'],
    ['--zzzzz', 'unknown flag --zzzzz'],
    ['-x', 'unknown flag -x'],
    ['-wait', 'unknown flag -w in -wait', '--wait'],
    ['--namespace', '--namespace needs a value', '--namespace STRING'],
    ['-n', '-n needs a value', '-n STRING'],
    ['--wait false', 'the value of --wait must follow an equals sign', '--wait=false'],
    ['--dry-run client', 'the value of --dry-run must follow an equals sign', '--dry-run=client'],
    ['--wait=maybe', '--wait=maybe: is neither true nor false', '--wait=true'],
    ['--wait=no', '--wait=no: is neither true nor false', '--wait=false'],
    ['--wait=Off', '--wait=Off: is neither true nor false', '--wait=false'],
    ['--namespace --wait', '--namespace needs a value, and what follows is the flag --wait', '--namespace STRING'],
    ['--host --namespace=shop', '--host needs a value, and what follows is the flag --namespace=shop', '--host STRING'],
    ['--replicas x', '--replicas=x: is not a whole number'],
    ['--dry-run=clint', '--dry-run=clint: must be none, client or server', '--dry-run=client'],
    ['--type ExternalName', '--type=ExternalName: no way in'],
    ['--overrides {}', '--overrides is not taken: use -f'],
    ['-f a,,b', '-f=: is empty'],
  ])('%s', (line, message, remedy) => {
    expect(read(line).problems).toEqual([{ message, ...(remedy === undefined ? {} : { remedy }) }]);
  });

  it('are all found in one pass', () => expect(read('--a --b=1 -n').problems).toHaveLength(3));
  it('are not made of flags without effect', () =>
    expect(read('--record')).toMatchObject({ problems: [], warnings: ['--record has no effect: gone'] }));
});

it('never throws, and loses no word after --', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (before, after) => {
      const parsed = normalise([...before.filter((word) => word !== '--'), '--', ...after], TABLE);
      const swallowed = parsed.words.slice(-after.length);
      // A flag at the end of `before` that needs a value takes `--` for it, as pflag does.
      return after.length === 0 || swallowed.length === after.length || Object.keys(parsed.flags).length > 0;
    }),
  );
});
