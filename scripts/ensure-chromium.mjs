import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findChromium } from './find-chromium.mjs';
import { withLock } from './lock.mjs';
import { nodeBinary, projectRoot } from './project.mjs';
import { runQuietly } from './run-quietly.mjs';

/** Makes sure that the window's tests have a browser. Throws with a message for people. */
export async function ensureChromium(root = projectRoot) {
  if (hasBrowser(root)) return;
  await withLock('chromium', async () => {
    if (!hasBrowser(root)) await install(root);
  });
}

function hasBrowser(root) {
  return findChromium() !== undefined || playwrightHasOne(root);
}

/** Playwright is asked once: it would cost a second at every start. */
function playwrightHasOne(root) {
  return existsSync(playwrightMark(root));
}

function playwrightMark(root) {
  return join(root, 'node_modules', '.cache', 'woollama', 'chromium-installed');
}

async function install(root) {
  const [how, steps] = isDebianRoot() ? ['apt', aptSteps()] : ['Playwright', playwrightSteps(root)];
  console.error(`Installing Chromium for the window's tests with ${how} ...`);
  for (const [file, args] of steps) {
    const { code, output } = await runQuietly(file, args, { cwd: root, env: installEnvironment() });
    if (code !== 0) {
      throw new Error(
        `${output.trim()}\n\nChromium could not be installed. Install a Chromium yourself and name it in CHROMIUM.`,
      );
    }
  }
  if (how !== 'Playwright') return;
  mkdirSync(dirname(playwrightMark(root)), { recursive: true });
  writeFileSync(playwrightMark(root), '');
}

function isDebianRoot() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  // Ubuntu's package is only a pointer to a snap, which does not run in containers.
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function aptSteps() {
  return [
    ['apt-get', ['update', '-qq']],
    ['apt-get', ['install', '-y', '-qq', 'chromium']],
  ];
}

function playwrightSteps(root) {
  const cli = join(root, 'node_modules', 'playwright', 'cli.js');
  return [[nodeBinary(root), [cli, 'install', 'chromium']]];
}

function installEnvironment() {
  return { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
}
