import { spawn } from 'node:child_process';
import { nodeBinary, projectRoot, toolEnvironment } from './project.mjs';

/** Runs one of our scripts under Node 24 on this terminal, and ends this process as it ended. */
export async function runNode(args) {
  const child = spawn(nodeBinary(projectRoot), args, {
    cwd: projectRoot,
    env: toolEnvironment(projectRoot),
    stdio: 'inherit',
  });
  process.on('SIGINT', () => {}); // a terminal tells the child itself; wait for its end
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
