import { readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { nodeBinary, projectRoot, scriptCommand, toolEnvironment } from './project.mjs';
import { runQuietly } from './run-quietly.mjs';

const SOURCES = [
  'router',
  'resources',
  'package.json',
  'rolldown.config.ts',
  'node_modules/.package-lock.json',
];
/** The first and the last thing a build writes. */
const RESULTS = ['out/woollama.js', 'out/servers/hello.js'];

/** Bundles the program, unless the bundle is newer than everything it is made of. */
export async function ensureBuilt(root = projectRoot) {
  if (isBuilt(root)) return;
  await withLock(`build ${root}`, async () => {
    if (!isBuilt(root)) await build(root);
  });
}

function isBuilt(root) {
  const oldest = Math.min(...RESULTS.map((path) => modifiedMs(join(root, path))));
  return SOURCES.every((path) => isOlder(join(root, path), oldest));
}

/** A folder's own time tells of removed files. */
function isOlder(path, limitMs) {
  const stats = statSync(path);
  if (stats.mtimeMs > limitMs) return false;
  if (!stats.isDirectory()) return true;
  return readdirSync(path).every((name) => isOlder(join(path, name), limitMs));
}

function modifiedMs(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

async function build(root) {
  console.error('Building out/ ...');
  const begun = new Date();
  const { code, output } = await runQuietly(nodeBinary(root), scriptCommand(root, 'build'), {
    cwd: root,
    env: toolEnvironment(root),
  });
  if (code !== 0) throw new Error(`${output.trim()}\n\nThe build failed.`);
  // A source saved during the build must count as newer.
  for (const path of RESULTS) utimesSync(join(root, path), begun, begun);
}
