/** Fetches the desktop app's runtime, which npm does not bring along. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { failureMark } from './choose-host.mjs';
import { withLock } from './lock.mjs';
import { nodeBinary, toolEnvironment } from './project.mjs';
import { runQuietly } from './run-quietly.mjs';

const LIMIT_MS = 5 * 60 * 1000;

/** Never throws: without it the window runs in a browser. A failure is remembered for a day. */
export async function downloadElectron(root, { signal, limitMs = LIMIT_MS }) {
  console.error('Downloading Electron (about 110 MB) ...');
  // What the package's command `install-electron` runs; it does nothing when all is there.
  const installer = join(root, 'node_modules', 'electron', 'install.js');
  const { code, output } = await withLock(`electron ${root}`, () =>
    runQuietly(nodeBinary(root), [installer], {
      cwd: root,
      env: toolEnvironment(root),
      timeout: limitMs,
      signal,
    }),
  );
  // Given up by who asked for it; that says nothing about the next try.
  if (signal?.aborted) return;
  const mark = failureMark(root);
  if (code === 0) {
    rmSync(mark, { force: true });
    return;
  }
  const why = code === null ? `it took more than ${limitMs / 1000} s` : firstLine(output);
  console.error(`The download failed: ${why}`);
  mkdirSync(dirname(mark), { recursive: true });
  writeFileSync(mark, String(Date.now()));
}

function firstLine(text) {
  return text.split('\n').find((line) => line.trim() !== '') ?? 'no reason was given';
}
