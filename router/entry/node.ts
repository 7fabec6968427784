#!/usr/bin/env -S node --max-semi-space-size=8
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the bundled libraries need. This file itself must still be read by older ones. */
const OLDEST = [22, 19] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isNewEnough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);

if (isNewEnough) {
  // Halves the start: the second run finds the compiled program on disk.
  module.enableCompileCache?.();
  const { main } = await import('../cli/main.ts');
  process.exitCode = await main(process.argv.slice(2));
} else {
  runWithNewerNode();
}

/** A clone brings its own Node along; elsewhere there is nothing but a clear word. */
function runWithNewerNode(): void {
  const program = fileURLToPath(import.meta.url);
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const own = join(dirname(program), '..', 'node_modules', 'node', 'bin', binary);
  if (!existsSync(own)) {
    const wanted = OLDEST.join('.');
    process.stderr.write(`woollama: needs Node ${wanted} or newer, this is ${process.version}\n`);
    process.exitCode = 1;
    return;
  }
  const args = [...process.execArgv, program, ...process.argv.slice(2)];
  const child = spawn(own, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code) => process.exit(code ?? 1));
}
