import type { LoadBalancerOptionRow } from './codec.js';

const LISTS = new Set([
  'access.allowFrom',
  'loadBalancer.subnets',
  'loadBalancer.securityGroups',
  'loadBalancer.certificates',
  'loadBalancer.tlsPorts',
]);
const NUMBERS = /\.(bandwidth|port|healthyThreshold|unhealthyThreshold)$/;
const SIGNS = { milliseconds: 'ms', seconds: 's', minutes: 'm' } as const;
const DURATION = /^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$/;

/** The neutral value of a text that a row's transform wrote; `undefined` for one that it never writes. */
export function untransform({ option, transform, values }: LoadBalancerOptionRow, text: string): unknown {
  switch (transform) {
    case 'map': {
      const found = Object.entries(values ?? {}).find(([, written]) => written === text)?.[0];
      return found === 'true' ? true : found;
    }
    case 'bool':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'milliseconds':
    case 'seconds':
    case 'minutes':
      return /^[1-9][0-9]*$/.test(text) ? `${text}${SIGNS[transform]}` : undefined;
    case 'goDuration':
      return DURATION.test(text) ? text : undefined;
    case 'keyValues':
      return keyValues(text);
    case 'joinComma':
      return list(option, text);
    default:
      if (LISTS.has(option)) return list(option, text);
      if (NUMBERS.test(option)) return /^[1-9][0-9]*$/.test(text) ? Number(text) : undefined;
      return option === 'loadBalancer.address' ? text.replaceAll(/\s/g, '') : text;
  }
}

function list(option: string, text: string): unknown[] | undefined {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.includes('')) return undefined;
  return option === 'loadBalancer.tlsPorts' ? parts.map((part) => (/^[0-9]+$/.test(part) ? Number(part) : part)) : parts;
}

function keyValues(text: string): Record<string, string> | undefined {
  const pairs = text.split(',').map((part) => /^\s*([^=]+)=(.*)$/.exec(part));
  if (pairs.some((pair) => pair === null)) return undefined;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}
