import { ensureBuilt } from './ensure-built.mjs';
import { ensureChromium } from './ensure-chromium.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { runNode } from './run-node.mjs';

try {
  await ensureInstalled();
  await ensureBuilt();
  await ensureChromium();
  await runNode(['scripts/run-tests.mjs', ...process.argv.slice(2)]);
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed, 0 skipped');
  process.exitCode = 1;
}
