import { defineConfig } from 'vitest/config';

import { findChromium } from './scripts/find-chromium.mjs';

/** Absent, Playwright looks for its own. */
const chromium = findChromium();

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // Many start programs; a busy machine takes its time with them.
          testTimeout: 20_000,
          hookTimeout: 20_000,
          include: [
            'router/**/*.test.ts',
            'main/**/*.test.ts',
            'renderer/**/*.test.{ts,tsx}',
            'resources/**/*.test.ts',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
            'e2e/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/{router,mcp,packaging}/**/*.test.ts'],
          // Only a guard: each starts several processes, which takes long on a busy machine.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          // Real browsers; several at once would wait for each other more than for the router.
          name: 'window',
          include: ['e2e/ui/**/*.test.ts', 'e2e/app/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // A browser on a busy machine may miss a moment; what fails twice is broken. The report names them.
          retry: 1,
          fileParallelism: false,
          env: {
            ...(chromium !== undefined && { CHROMIUM: chromium }),
          },
        },
      },
    ],
  },
});
