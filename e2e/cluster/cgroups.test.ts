import { expect, test } from 'vitest';
import { parseMountinfo } from './cgroups.ts';

test('finds the hierarchies of version 1, a named one among them', () => {
  const text = [
    '31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755',
    '32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct',
    '40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,release_agent=/lib/agent,name=systemd',
    '41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,nsdelegate',
    '50 23 0:40 / /proc rw - proc proc rw',
  ].join('\n');
  expect(parseMountinfo(text)).toEqual([
    { target: '/sys/fs/cgroup/cpu,cpuacct', type: 'cgroup', options: 'cpu,cpuacct' },
    { target: '/sys/fs/cgroup/systemd', type: 'cgroup', options: 'none,name=systemd' },
    { target: '/sys/fs/cgroup/unified', type: 'cgroup2', options: '' },
  ]);
});

test('finds version 2 at the root', () => {
  expect(parseMountinfo('30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n')).toEqual([
    { target: '/sys/fs/cgroup', type: 'cgroup2', options: '' },
  ]);
});
