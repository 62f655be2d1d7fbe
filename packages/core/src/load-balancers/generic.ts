import { finding } from '../checks/finding.js';
import type { Finding } from '../model/finding.js';
import { loadBalancerById } from './registry.js';

/** What is asked of a load balancer, neutrally. */
export interface LoadBalancerRequest {
  /** Id of the implementation; absent or `generic` when it is not known. */
  implementation?: string;
  scope?: 'public' | 'internal';
  allowFrom?: readonly string[];
  keepClientIP?: boolean;
  /** `spec.loadBalancerClass`. */
  class?: string;
  /** Static address. */
  address?: string;
}

/** What a request became: fields for the spec of the Service, annotations, things to know, and what cannot be done. */
export interface EncodedLoadBalancer {
  spec: Record<string, unknown>;
  annotations: Record<string, string>;
  notes: Finding[];
  unsupported: Finding[];
}

const IP = /^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/;

/**
 * Writes a request in the fields that every Service has: loadBalancerSourceRanges, loadBalancerClass, externalTrafficPolicy and, for
 * a plain IP address, the deprecated loadBalancerIP. What has no field is refused by name. Source: kubernetes/api core/v1 v0.37.
 */
export function encodeLoadBalancer(request: LoadBalancerRequest): EncodedLoadBalancer {
  const row = request.implementation === undefined ? undefined : loadBalancerById(request.implementation);
  const who = row?.title ?? 'the load balancer';
  const out: EncodedLoadBalancer = { spec: {}, annotations: {}, notes: [], unsupported: [] };
  if (request.scope === 'internal') {
    const how =
      row?.internal === undefined ? 'its implementation reads an annotation of its own for that' : `${who} reads the ${row.internal}`;
    out.unsupported.push(
      finding('EP285', {
        message: `an internal load balancer has no field in a Service: ${how}`,
        field: 'spec.access.scope',
        ...(row?.internal === undefined ? {} : { remedy: `Leave access.scope out and add under annotations the ${row.internal}.` }),
      }),
    );
  }
  if (request.allowFrom && request.allowFrom.length > 0) {
    if (row?.sourceRanges === 'no') {
      out.unsupported.push(
        finding('EP286', { message: `${who} does not enforce spec.loadBalancerSourceRanges`, field: 'spec.access.allowFrom' }),
      );
    } else {
      out.spec['loadBalancerSourceRanges'] = [...request.allowFrom];
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
  if (request.class !== undefined && request.class !== '') {
    if (row?.id === 'scaleway' || row?.id === 'servicelb') {
      out.unsupported.push(finding('EP288', { message: `${who} takes no loadBalancerClass`, field: 'spec.loadBalancer.class' }));
    } else {
      out.spec['loadBalancerClass'] = request.class;
    }
  }
  if (request.keepClientIP) out.spec['externalTrafficPolicy'] = 'Local';
  if (request.address !== undefined && request.address !== '') {
    if (IP.test(request.address)) {
      out.spec['loadBalancerIP'] = request.address;
      out.notes.push(
        finding('EP356', {
          message: `the address ${request.address} is asked for by spec.loadBalancerIP`,
          field: 'spec.loadBalancer.address',
        }),
      );
    } else {
      out.unsupported.push(
        finding('EP287', {
          message: `the address ${request.address} is a name: ${who} would need it in an annotation`,
          field: 'spec.loadBalancer.address',
        }),
      );
    }
  }
  return out;
}
