import { expect, it } from 'vitest';
import { withoutLogHeader } from './kustomize.js';

it.each([
  [
    `E1128 14:52:53.089625   17696 run.go:72] "command failed" err="unable to find one of 'kustomization.yaml' in directory '/x'"`,
    "unable to find one of 'kustomization.yaml' in directory '/x'",
  ],
  [String.raw`E1128 14:52:53.089625   17696 run.go:72] "command failed" err="no \"a\""`, 'no "a"'],
  ['error: must build at directory', 'must build at directory'],
  ['', ''],
])('%s', (text, expected) => expect(withoutLogHeader(text)).toBe(expected));
