/** Where this project keeps its tools; plain Node 20, because it runs before anything is installed. */
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** The Node 24 that comes from npm, whatever Node the system has. */
export function nodeBinary(root) {
  const inside = process.platform === 'win32' ? 'node/bin/node.exe' : '.bin/node';
  return join(root, 'node_modules', inside);
}

/** The environment in which a bare `node` means ours. */
export function toolEnvironment(root) {
  const path = [dirname(nodeBinary(root)), process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path };
}

/** A package.json script of the form `tool argument ...`, as arguments for our Node: no shell, no shims. */
export function scriptCommand(root, scriptName) {
  const manifest = readJson(join(root, 'package.json'));
  const [tool, ...args] = manifest.scripts[scriptName].split(/\s+/);
  return [toolFile(root, manifest, tool), ...args];
}

function toolFile(root, manifest, tool) {
  for (const name of Object.keys(manifest.devDependencies)) {
    const folder = join(root, 'node_modules', name);
    const { bin } = readJson(join(folder, 'package.json'));
    if (typeof bin === 'string' && name === tool) return join(folder, bin);
    if (typeof bin === 'object' && bin[tool]) return join(folder, bin[tool]);
  }
  throw new Error(`No development dependency has the command ${tool}`);
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
