import { expect, test } from 'vitest';
import { layout } from './cluster.ts';
import { networkCommands } from './network.ts';

test('every machine but the router has one cable, and nothing leads out of the computer', () => {
  const commands = networkCommands(() => 4242);
  const all = [...commands.values()].flat();
  const cables = all.filter((line) => line.startsWith('link add v-')).map((line) => line.split(' ')[2]);
  expect(cables.toSorted()).toEqual(['v-cp', 'v-node1', 'v-node2', 'v-out', 'v-out2']);
  expect(all.every((line) => !line.includes('netns 1 ') && !line.endsWith('netns 1'))).toBe(true);
});

test('each node knows where the pods of the other are', () => {
  const node1 = networkCommands(() => 1).get('node1') ?? [];
  expect(node1).toContain(`route add 10.244.2.0/24 via ${layout.nodes[1]?.address.ipv4}`);
  expect(node1.some((line) => line.includes('10.244.1.0/24'))).toBe(false);
});
