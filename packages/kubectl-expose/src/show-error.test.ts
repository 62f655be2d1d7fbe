import { expect, it } from 'vitest';
import { UserError } from './errors.js';
import { ApiError } from './kube/errors.js';
import { showError } from './show-error.js';

it('prints what the user can mend without a stack, findings by place', () => {
  const findings = [
    {
      code: 'EP101',
      level: 'error' as const,
      message: 'spec.a occurs twice',
      field: 'spec.a',
      location: { file: 'b.yaml', line: 3 },
      remedy: 'Remove one.',
    },
    {
      code: 'EP109',
      level: 'error' as const,
      message: 'no name',
      object: { apiVersion: 'v1', kind: 'Pod', name: 'x' },
      location: { file: 'a.yaml', line: 9, column: 2 },
    },
  ];
  expect(showError(new UserError('bad input\u001b[31m', { findings, exitCode: 2, remedy: 'Look.' }), false)).toEqual({
    text: 'error: bad input\\x1b[31m\nerror EP109: a.yaml:9:2 Pod/x: no name\nerror EP101: b.yaml:3: spec.a occurs twice\n  → Remove one.\nLook.\n',
    exitCode: 2,
  });
});

it('prints what the server said', () => {
  expect(showError(new ApiError({ status: 403, reason: 'Forbidden', message: 'no' }), false)).toMatchObject({
    text: 'error: no\n',
    exitCode: 1,
  });
});

it('hides the stack of a fault of ours until it is asked for', () => {
  const fault = new TypeError('x is undefined');
  expect(showError(fault, false)).toEqual({
    text: 'error: a fault of expose-plus itself: x is undefined\nEXPOSE_PLUS_DEBUG=1 shows where; please report it.\n',
    exitCode: 1,
  });
  expect(showError(fault, true).text).toContain('show-error.test.ts');
  expect(showError('text', false).text).toContain('fault of expose-plus itself: text');
});
