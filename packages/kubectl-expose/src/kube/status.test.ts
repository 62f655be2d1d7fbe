import { describe, expect, it } from 'vitest';
import { conflictsOf } from './conflicts.js';
import { apiErrorOf, missingRight } from './status.js';

describe('the message of a 403', () => {
  // wordings of k8s.io/apiserver 1.37, pkg/endpoints/handlers/responsewriters/errors.go
  it.each([
    [
      'services is forbidden: User "u" cannot list resource "services" in API group "" at the cluster scope',
      { verb: 'list', resource: 'services' },
    ],
    [
      'deployments.apps "x" is forbidden: User "u" cannot patch resource "deployments" in API group "apps" in the namespace "shop"',
      { verb: 'patch', resource: 'deployments.apps', namespace: 'shop' },
    ],
    [
      'services "x" is forbidden: User "u" cannot get resource "services/proxy" in API group "" in the namespace "shop": no',
      { verb: 'get', resource: 'services/proxy', namespace: 'shop' },
    ],
    [
      'scales "x" is forbidden: User "u" cannot get resource "deployments/scale" in API group "apps" in the namespace "n"',
      { verb: 'get', resource: 'deployments.apps/scale', namespace: 'n' },
    ],
    ['forbidden: User "u" cannot get path "/version"', { verb: 'get', resource: '/version' }],
    ['pods "x" is forbidden: violates PodSecurity "restricted:latest": hostNetwork', undefined],
  ])('%s', (message, wanted) => expect(missingRight(message)).toEqual(wanted));
});

describe('an error', () => {
  it('shows hidden characters of what the server says', () => {
    const error = apiErrorOf(
      400,
      JSON.stringify({ kind: 'Status', code: 400, message: 'bad \u001b[2J\u202e name', reason: 'BadRequest' }),
      'GET /x',
    );
    expect(error.message).toBe('bad \\x1b[2J\\u202e name');
  });

  it('is one as well when the Status is odd', () => {
    for (const body of ['', 'null', '[]', '{"kind":"Status"}', '{"kind":"Status","message":7,"details":"x"}', '{"kind":"Pod"}']) {
      expect(apiErrorOf(409, body, 'GET /x')).toMatchObject({ status: 409, message: expect.stringContaining('GET /x: HTTP 409') });
    }
  });
});

describe('conflicts of server-side apply', () => {
  it('are read with manager, operation and subresource', () => {
    const causes = [
      {
        reason: 'FieldManagerConflict',
        message: 'conflict with "kubectl-create" using apps/v1 at 2026-11-22T22:00:00Z',
        field: '.spec.replicas',
      },
      {
        reason: 'FieldManagerConflict',
        message: 'conflict with "hpa \\"x\\"" with subresource "scale" using apps/v1',
        field: '.spec.replicas',
      },
      { reason: 'FieldManagerConflict', message: 'conflict with "argocd"', field: '.spec.template.spec.containers[name="web"].image' },
      { reason: 'FieldValueInvalid', message: 'other', field: 'x' },
    ];
    expect(conflictsOf(apiErrorOf(409, JSON.stringify({ kind: 'Status', code: 409, message: 'm', details: { causes } }), ''))).toEqual([
      { manager: 'kubectl-create', operation: 'Update', field: 'spec.replicas' },
      { manager: 'hpa "x"', operation: 'Update', subresource: 'scale', field: 'spec.replicas' },
      { manager: 'argocd', operation: 'Apply', field: 'spec.template.spec.containers[name="web"].image' },
    ]);
    expect(conflictsOf(apiErrorOf(409, '', ''))).toEqual([]);
  });
});
