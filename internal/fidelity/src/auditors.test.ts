import { expect, it } from 'vitest';
import { readChecks, readScore, total } from './auditors.js';

// Forms: https://github.com/zegl/kube-score (renderer/json_v2), https://www.checkov.io/2.Basics/Reviewing%20Scan%20Results.html
it('counts what kube-score grades below all right, and not what it skipped', () => {
  const check = (id: string, grade: number, skipped = false): object => ({ check: { id }, grade, skipped, comments: null });
  const json = JSON.stringify([
    { checks: [check('a', 1), check('a', 5), check('b', 10)] },
    { checks: [check('b', 1, true), check('c', 7)] },
  ]);
  const findings = readScore(json);
  expect([...findings]).toEqual([
    ['a', 2],
    ['c', 1],
  ]);
  expect(total(findings)).toBe(3);
});

it('counts failed checks of checkov, of one report, of several, and of nothing to check', () => {
  const report = (...ids: string[]): object => ({ results: { failed_checks: ids.map((id) => ({ check_id: id })) } });
  expect([...readChecks(JSON.stringify(report('CKV_K8S_1', 'CKV_K8S_1')))]).toEqual([['CKV_K8S_1', 2]]);
  expect(total(readChecks(JSON.stringify([report('x'), report('y')])))).toBe(2);
  expect(total(readChecks(JSON.stringify({ passed: 0, failed: 0 })))).toBe(0);
});
