import { defineConfig } from 'vitest/config';
import { portable } from './portable.ts';

const extra = process.env['EXPOSE_PLUS_E2E_WITH'];
const isLent = (process.env['EXPOSE_PLUS_E2E_KUBECONFIG'] ?? '') !== '';
const all = extra === undefined ? 'tests/**/*.test.ts' : `with/${extra}/**/*.test.ts`;

// One cluster for all: files run one after another, each in namespaces of its own.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: isLent ? portable.map((name) => `tests/${name}`) : [all],
    globalSetup: ['tests/global-setup.ts'],
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 300_000,
  },
});
