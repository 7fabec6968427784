import { readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { nodeBinary, projectRoot, scriptCommand, toolEnvironment } from './project.mjs';
import { runQuietly } from './run-quietly.mjs';

const TOOLS = ['package.json', 'node_modules/.package-lock.json'];

/** Each with the first and the last thing it writes. */
const BUILDS = [
  {
    script: 'build',
    sources: [...TOOLS, 'router', 'main', 'resources', 'rolldown.config.ts'],
    results: ['out/woollama.js', 'out/servers/hello.js'],
  },
  {
    script: 'build:ui',
    sources: [...TOOLS, 'renderer', 'router/contract', 'main/bridge'],
    results: ['out/ui/index.html'],
  },
];

/** Bundles the programs and the window, unless they are newer than everything they are made of. */
export async function ensureBuilt(root = projectRoot) {
  if (outdated(root).length === 0) return;
  await withLock(`build ${root}`, async () => {
    const builds = outdated(root); // again: the former owner of the lock may have done it
    if (builds.length === 0) return;
    console.error('Building out/ ...');
    // The lock must last until both have ended.
    const ends = await Promise.allSettled(builds.map((one) => build(root, one)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  });
}

function outdated(root) {
  return BUILDS.filter(({ sources, results }) => {
    const oldest = Math.min(...results.map((path) => modifiedMs(join(root, path))));
    return !sources.every((path) => isOlder(join(root, path), oldest));
  });
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

async function build(root, { script, results }) {
  const begun = new Date();
  const { code, output } = await runQuietly(nodeBinary(root), scriptCommand(root, script), {
    cwd: root,
    env: toolEnvironment(root),
  });
  if (code !== 0) throw new Error(`${output.trim()}\n\nThe build failed (npm run ${script}).`);
  // A source saved during the build must count as newer.
  for (const path of results) utimesSync(join(root, path), begun, begun);
}
