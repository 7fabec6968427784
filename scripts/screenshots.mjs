/** `npm run screenshots`: pictures of the whole window; needs a build and a browser, and makes both. */
import { ensureBuilt } from './ensure-built.mjs';
import { ensureChromium } from './ensure-chromium.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { findChromium } from './find-chromium.mjs';
import { runNode } from './run-node.mjs';

try {
  await ensureInstalled();
  await ensureBuilt();
  await ensureChromium();
  process.env.CHROMIUM ??= findChromium();
  await runNode(['e2e/ui/screenshots/take-screenshots.ts', ...process.argv.slice(2)]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
