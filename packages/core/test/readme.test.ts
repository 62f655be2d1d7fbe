import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { example } from './readme-example.js';

const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('the example of the README', () => {
  it('is the one that is compiled and run here', () => {
    const shown = /```ts\n([\s\S]*?)```/.exec(textOf('../README.md'))?.[1] ?? '';
    const compiled = textOf('readme-example.ts')
      .replace(/^export function example.*\n/m, '')
      .replace(/ {2}return .*\n}\n$/, '')
      .replaceAll(/^ {2}/gm, '');
    expect(shown).toBe(compiled);
  });

  it('plans', () => {
    const yaml =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  selector: { matchLabels: { app: web } }\n  template:\n    metadata: { labels: { app: web } }\n    spec: { containers: [{ name: web, image: nginx, ports: [{ containerPort: 80 }] }] }\n';
    expect(example(yaml)).toMatchObject({ best: 'Ingress', ratings: { length: 7 }, planned: { ok: { strategy: 'NodePort' } } });
  });
});
