import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Tests run on the sources of all packages, so that no build can be stale.
export default defineConfig({
  resolve: {
    alias: {
      '@expose-plus/core/manifests': source('packages/core/src/manifests/index.ts'),
      '@expose-plus/core/schema': source('packages/core/src/model/exposure-schema.ts'),
      '@expose-plus/core': source('packages/core/src/index.ts'),
      '@expose-plus/chart-gen/files': source('packages/chart-gen/src/cli/index.ts'),
      '@expose-plus/chart-gen': source('packages/chart-gen/src/index.ts'),
    },
  },
  test: {
    include: ['packages/*/{src,test}/**/*.test.ts', 'internal/*/src/**/*.test.ts'],
    // Some run helm dozens of times: the limit is for what hangs, not for what is slow on a busy computer.
    testTimeout: 120_000,
  },
});
