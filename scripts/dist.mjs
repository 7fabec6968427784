/** `npm run dist`: builds everything and makes the installers for this system in dist/. */
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { nodeBinary, projectRoot, toolEnvironment } from './project.mjs';
import { publishArguments } from './publish-arguments.mjs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';

try {
  await ensureInstalled();
  await ensureBuilt();
  process.exitCode = await runBuilder(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function runBuilder(args) {
  const builder = join(projectRoot, 'node_modules', 'electron-builder', 'cli.js');
  const publish = publishArguments(process.env);
  if (publish.feed === undefined) {
    console.error(
      'No update feed: WOOLLAMA_RELEASES=owner/repository names the releases the app looks at. Installers are built without one.',
    );
  }
  const child = spawn(nodeBinary(projectRoot), [builder, ...publish.args, ...args], {
    cwd: projectRoot,
    env: toolEnvironment(projectRoot),
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
