/** The gates, then vitest, then one line with the tally. Needs Node 24: test.mjs starts it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot, scriptCommand } from './project.mjs';
import { renderTally, tally } from './tally.ts';

const GATES = [
  'typecheck',
  'typecheck:ui',
  'typecheck:e2e',
  'lint',
  'boundaries',
  'dead',
  'format:check',
];
const GATES_AT_ONCE = 2;
const running = new Set();

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of running) child.kill(signal);
    process.exit(130);
  });
}

const gates = await runGates();
const vitest = await runVitest(process.argv.slice(2));
const result = tally({ gates, ...vitest });
console.log(renderTally(result));
process.exitCode = result.failed === 0 ? 0 : 1;

async function runGates() {
  const waiting = [...GATES];
  const results = [];
  const runner = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift())
      results.push(await runGate(name));
  };
  await Promise.all(Array.from({ length: GATES_AT_ONCE }, runner));
  return results;
}

async function runGate(name) {
  const begunMs = performance.now();
  const { code, output } = await run(scriptCommand(projectRoot, name), 'pipe');
  const seconds = ((performance.now() - begunMs) / 1000).toFixed(1);
  const ok = code === 0;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} ${seconds} s`);
  if (!ok) console.log(output.trimEnd());
  return { name, ok };
}

async function runVitest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'woollama-test-'));
  const file = join(folder, 'report.json');
  try {
    const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { code } = await run([vitest, 'run', ...reporters, ...args], 'inherit');
    return { exitCode: code, report: readReport(file) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Undefined when vitest ended without writing its report. */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Resolves with the exit code (null after a signal) and, if piped, what was printed. */
function run(args, output) {
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    stdio: ['ignore', output, output],
  });
  running.add(child);
  return new Promise((resolve, reject) => {
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    }
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, output: text });
    });
  });
}
