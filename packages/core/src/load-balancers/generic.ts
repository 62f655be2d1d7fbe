import { finding } from '../checks/finding.js';
import { dig } from '../detect/read.js';
import { isSet } from '../strategies/requirements.js';
import { LOAD_BALANCER_OPTIONS } from './codec.js';
import type { EncodedLoadBalancer, LoadBalancerSettings } from './encode.js';
import type { LoadBalancerRow } from './row.js';

const IP = /^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/;

/** The options that a plain field of the Service expresses, on whatever implements it. */
const PLAIN: ReadonlySet<string> = new Set([
  'access.scope',
  'access.allowFrom',
  'access.keepClientIP',
  'options.targets',
  'loadBalancer.class',
  'loadBalancer.address',
]);

/**
 * Writes a request in the fields that every Service has: loadBalancerSourceRanges, loadBalancerClass, externalTrafficPolicy and, for
 * a plain IP address, the deprecated loadBalancerIP. What has no field is refused by name. Source: kubernetes/api core/v1 v0.37.
 *
 * @param row what implements it, where that is known but has no words of its own.
 */
export function encodePlain(row: LoadBalancerRow | undefined, spec: LoadBalancerSettings): EncodedLoadBalancer {
  const who = row?.title ?? 'the load balancer';
  const out: EncodedLoadBalancer = { spec: {}, annotations: {}, notes: [], unsupported: [] };
  const { scope, allowFrom, keepClientIP } = spec.access ?? {};
  const { class: className, address } = spec.loadBalancer ?? {};
  if (scope === 'internal') {
    const message = 'an internal load balancer has no field in a Service: its implementation reads an annotation of its own for that';
    out.unsupported.push(finding('EP285', { message, field: 'spec.access.scope' }));
  }
  if (allowFrom && allowFrom.length > 0) {
    if (row?.sourceRanges === 'no') {
      out.unsupported.push(
        finding('EP286', { message: `${who} does not enforce spec.loadBalancerSourceRanges`, field: 'spec.access.allowFrom' }),
      );
    } else {
      out.spec['loadBalancerSourceRanges'] = [...allowFrom];
      if (row?.sourceRanges !== 'yes') {
        const why = row === undefined ? 'what implements it is not known' : (row.note ?? 'that depends on how it is set up');
        out.notes.push(
          finding('EP355', {
            message: `whether ${who} enforces spec.loadBalancerSourceRanges is not certain: ${why}`,
            field: 'spec.access.allowFrom',
          }),
        );
      }
    }
  }
  if (isSet(className)) out.spec['loadBalancerClass'] = className;
  if (keepClientIP) out.spec['externalTrafficPolicy'] = 'Local';
  if (address !== undefined && address !== '') {
    if (IP.test(address)) {
      out.spec['loadBalancerIP'] = address;
      out.notes.push(
        finding('EP356', { message: `the address ${address} is asked for by spec.loadBalancerIP`, field: 'spec.loadBalancer.address' }),
      );
    } else {
      out.unsupported.push(
        finding('EP287', {
          message: `the address ${address} is a name: ${who} would need it in an annotation`,
          field: 'spec.loadBalancer.address',
        }),
      );
    }
  }
  if (spec.options?.targets === 'pod') {
    const message = 'sending to pods directly has no field in a Service; nodes are the default';
    out.unsupported.push(finding('EP205', { message, field: 'spec.options.targets' }));
  }
  for (const option of LOAD_BALANCER_OPTIONS) {
    if (PLAIN.has(option) || !isSet(dig(spec, ...option.split('.')))) continue;
    const why = row ? `how ${who} spells it is not known here` : 'what implements it is not known (loadBalancer.implementation names it)';
    out.unsupported.push(finding('EP205', { message: `${option} has no field in a Service, and ${why}`, field: `spec.${option}` }));
  }
  return out;
}
