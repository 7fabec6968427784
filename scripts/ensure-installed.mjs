import { existsSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { nodeBinary, projectRoot } from './project.mjs';
import { runQuietly } from './run-quietly.mjs';

/** Installs what package-lock.json names, unless that was done already. Throws with a message for people. */
export async function ensureInstalled(root = projectRoot) {
  if (!whyInstall(root)) return;
  await withLock(`install ${root}`, async () => {
    const reason = whyInstall(root); // again: the former owner of the lock may have done it
    if (reason) await install(root, reason);
  });
}

async function install(root, reason) {
  const command = installCommand(root);
  console.error(`Installing dependencies with npm ${command} (${reason}) ...`);
  const { code, output } = await runNpm(root, [command, '--include=dev']);
  if (code !== 0) {
    throw new Error(
      `${output.trim()}\n\nnpm ${command} failed, see above. It needs the npm registry: without network or proxy nothing can be installed.`,
    );
  }
  if (!existsSync(nodeBinary(root))) {
    throw new Error(
      'npm installed everything but Node 24. It comes from an install script: see `npm config get ignore-scripts`.',
    );
  }
  // `npm install` writes package-lock.json last, which would look like a newer lock the next time.
  const now = new Date();
  utimesSync(installedLock(root), now, now);
}

function whyInstall(root) {
  const installed = modifiedMs(installedLock(root));
  if (installed === undefined) return 'nothing is installed yet';
  if ((modifiedMs(join(root, 'package-lock.json')) ?? 0) > installed)
    return 'package-lock.json is newer';
  if (!existsSync(nodeBinary(root))) return 'Node 24 is missing';
  return undefined;
}

function installCommand(root) {
  // `npm ci` deletes node_modules first; Windows cannot delete the node.exe that runs this script.
  const inUse =
    process.platform === 'win32' && process.execPath.startsWith(join(root, 'node_modules'));
  return existsSync(join(root, 'package-lock.json')) && !inUse ? 'ci' : 'install';
}

/** npm writes this file when an installation is complete, and removes it before it starts one. */
function installedLock(root) {
  return join(root, 'node_modules', '.package-lock.json');
}

function modifiedMs(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

function runNpm(root, args) {
  const { npm_execpath: npm = '', npm_node_execpath: node = process.execPath } = process.env;
  if (npm.endsWith('npm-cli.js')) return runQuietly(node, [npm, ...args], { cwd: root });
  return runQuietly('npm', args, { cwd: root, shell: process.platform === 'win32' });
}
