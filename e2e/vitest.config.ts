import { defineConfig } from 'vitest/config';
import { portable } from './portable.ts';

const extra = process.env['EXPOSE_PLUS_E2E_WITH'];
const isLent = (process.env['EXPOSE_PLUS_E2E_KUBECONFIG'] ?? '') !== '';
const all = extra === undefined ? 'tests/**/*.test.ts' : `with/${extra}/**/*.test.ts`;

// Files mostly wait, so two run at once where there are several; each worker has a cluster of its own, each test a namespace.
const workers = isLent ? 1 : Number(process.env['EXPOSE_PLUS_E2E_WORKERS'] ?? '1');

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: isLent ? portable.map((name) => `tests/${name}`) : [all],
    globalSetup: ['tests/global-setup.ts'],
    maxWorkers: workers,
    fileParallelism: workers > 1,
    testTimeout: 240_000,
    hookTimeout: 300_000,
  },
});
