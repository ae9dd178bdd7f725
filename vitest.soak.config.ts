import { defineConfig } from 'vitest/config';

/** What is too long for every commit: the same laws over many more cases, with new seeds. */
export default defineConfig({
  test: {
    include: ['test/soak/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 1_800_000,
  },
});
