import { LOAD_BALANCER_ROWS, type LoadBalancerOption, type LoadBalancerOptionRow, type LoadBalancerRow } from '@expose-plus/core';

/** Neutral options of load balancers with what they mean; every one is here, or this file does not compile. */
export const LOAD_BALANCER_WORDS = {
  'access.scope': 'how far the address may reach: public or internal',
  'options.targets': 'whether the load balancer sends to pods or to nodes: pod or node',
  'access.keepClientIP': 'keep the address of the client',
  'access.allowFrom': 'only these ranges of client addresses',
  'loadBalancer.class': 'spec.loadBalancerClass, which cannot be changed afterwards',
  'loadBalancer.address': 'static address, several with commas, or their names at the provider',
  'loadBalancer.pool': 'pool or group of addresses to take the address from',
  'loadBalancer.sharedKey': 'Services with the same key share one address',
  'loadBalancer.subnets': 'subnets in which the load balancer gets its addresses',
  'loadBalancer.securityGroups': 'security groups of the load balancer',
  'loadBalancer.name': 'name of the load balancer at the provider',
  'loadBalancer.tags': 'tags of the load balancer at the provider',
  'loadBalancer.crossZone': 'send to the targets of every zone',
  'loadBalancer.bandwidth': 'bandwidth that is paid for, in Mbit/s',
  'loadBalancer.idleTimeout': 'time without data after which a connection is closed, e.g. 60s',
  'loadBalancer.proxyProtocol': "send the client's address ahead of the data: v1 or v2",
  'loadBalancer.certificates': 'TLS ends at the load balancer, with these certificates',
  'loadBalancer.tlsPorts': 'ports at which TLS ends at the load balancer',
  'loadBalancer.healthCheck.protocol': 'how targets are checked: tcp, http or https',
  'loadBalancer.healthCheck.path': 'path of an HTTP check',
  'loadBalancer.healthCheck.port': 'port that is checked, at the target',
  'loadBalancer.healthCheck.interval': 'time between two checks, e.g. 10s',
  'loadBalancer.healthCheck.timeout': 'time after which a check without an answer has failed, e.g. 5s',
  'loadBalancer.healthCheck.healthyThreshold': 'checks in a row that must succeed before traffic comes',
  'loadBalancer.healthCheck.unhealthyThreshold': 'checks in a row that must fail before traffic stops',
} as const satisfies Record<LoadBalancerOption, string>;

/** How an implementation spells its options, one line each. */
export function wordsOf({ codec }: LoadBalancerRow): (readonly [option: string, text: string])[] {
  return (codec?.options ?? []).map((row) => [row.option, wordOf(row)] as const);
}

/** Who spells an option how. */
export function spellingsOf(option: string): (readonly [id: string, text: string])[] {
  return LOAD_BALANCER_ROWS.flatMap(({ id, codec }) =>
    (codec?.options ?? []).filter((row) => row.option === option).map((row) => [id, wordOf(row)] as const),
  );
}

function wordOf(row: LoadBalancerOptionRow): string {
  const notes = [row.verdict === 'approximate' ? 'approximately' : undefined, conditionOf(row), row.note].filter(
    (text) => text !== undefined,
  );
  return notes.length === 0 ? spellingOf(row) : `${spellingOf(row)} (${notes.join('; ')})`;
}

/** The annotation or field of a row, in words. */
export function spellingOf({ verdict, annotation, attribute, field, values }: LoadBalancerOptionRow): string {
  if (verdict === 'none') return 'cannot be expressed';
  const plain = Object.entries(values ?? {}).flatMap(([value, text]) => (text === '' ? [value] : []));
  const does = plain.length === 0 ? [] : [`${plain.join(', ')} without a word`];
  const key = annotation ?? (field === undefined ? undefined : `spec.${field}`);
  const word = key === undefined ? [] : [attribute === undefined ? key : `${key}: ${attribute}`];
  return [...word, ...does].join('; ');
}

/** When a row counts, in words. */
export function conditionOf({ when, needs, excludes }: LoadBalancerOptionRow): string | undefined {
  const parts = [
    ...Object.entries(when ?? {}).map(([option, texts]) => `with ${option} ${texts.join(' or ')}`),
    ...(needs ?? []).map((option) => `needs ${option}`),
    ...(excludes ?? []).map((option) => `not with ${option}`),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}
