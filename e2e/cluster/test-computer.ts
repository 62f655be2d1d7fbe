import { readFileSync } from 'node:fs';
import { check } from './run.ts';

/** What belongs to the whole computer and must be the same before and after. */
export async function computer(): Promise<Readonly<Record<string, string>>> {
  const settings = [
    'vm/overcommit_memory',
    'vm/panic_on_oom',
    'kernel/panic',
    'kernel/panic_on_oops',
    'net/ipv4/ip_forward',
    'net/ipv6/conf/all/forwarding',
  ];
  return {
    links: await check(['ip', '-o', 'link', 'show']),
    addresses: (await check(['ip', '-o', 'address', 'show'])).replaceAll(/valid_lft.*/g, ''),
    routes: await check(['ip', 'route', 'show', 'table', 'all']),
    rules: await check(['nft', 'list', 'ruleset']),
    mounts: readFileSync('/proc/self/mounts', 'utf8'),
    hostname: await check(['uname', '-n']),
    settings: settings.map((name) => `${name}=${readFileSync(`/proc/sys/${name}`, 'utf8')}`).join(''),
  };
}
