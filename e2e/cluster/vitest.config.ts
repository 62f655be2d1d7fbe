import { defineConfig } from 'vitest/config';

// Clusters share two processors with whatever else runs, so one file at a time and long deadlines.
export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../../node_modules/.vite-cluster',
  test: {
    include: ['**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
