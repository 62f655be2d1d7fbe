import { expect, it } from 'vitest';
import { isImage, parseImage } from './image.js';

it.each([
  ['redis', { repository: 'redis', tag: '', digest: '' }],
  ['redis:7', { repository: 'redis', tag: '7', digest: '' }],
  ['localhost:5000/a/b', { repository: 'localhost:5000/a/b', tag: '', digest: '' }],
  ['localhost:5000/a/b:1.0', { repository: 'localhost:5000/a/b', tag: '1.0', digest: '' }],
  ['r.example/c:v1@sha256:ab', { repository: 'r.example/c', tag: 'v1', digest: 'sha256:ab' }],
  ['c@sha256:ab', { repository: 'c', tag: '', digest: 'sha256:ab' }],
])('%s comes apart', (image, expected) => {
  expect(parseImage(image)).toEqual(expected);
  expect(isImage(image)).toBe(true);
});

it.each([['redis:'], ['redis@'], [''], [7], ['{{ .Image }}'], ['$(IMAGE)']])('%s stays whole', (image) =>
  expect(isImage(image)).toBe(false),
);
