/** `npm run test:app`: the desktop app's tests, in the real Electron where its binary is there. */
import { ensureBuilt } from './ensure-built.mjs';
import { ensureChromium } from './ensure-chromium.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { runNode } from './run-node.mjs';

try {
  await ensureInstalled();
  await ensureBuilt();
  await ensureChromium();
  await runNode(['node_modules/vitest/vitest.mjs', 'run', '--project', 'window', 'e2e/app']);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
