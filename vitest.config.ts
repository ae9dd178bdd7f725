import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/soak/**', 'node_modules/**'],
    pool: 'forks',
    // Many files wait for another process rather than compute: one more than two cores keeps both busy.
    maxWorkers: 3,
    testTimeout: 20_000,
  },
});
