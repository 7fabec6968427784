import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import { defineConfig } from 'vite';

import { listLicences } from './build/list-licences.ts';

/** The window's pages: one folder of files that the app and the headless router serve alike. */
export default defineConfig({
  // Served below /ui/ by the router and at / by the app.
  base: './',
  plugins: [react(), listLicences(join(import.meta.dirname, '..'))],
  build: {
    outDir: '../out/ui',
    emptyOutDir: true,
    // Chromium of Electron 45, and browsers of about two years.
    target: ['chrome130', 'firefox131', 'safari18'],
    chunkSizeWarningLimit: 700,
    sourcemap: false,
    rolldownOptions: {
      output: {
        // In one file, so that what must come before every schema does.
        codeSplitting: { groups: [{ name: 'zod', test: /node_modules[\\/]zod[\\/]|quiet-zod/ }] },
      },
    },
  },
});
