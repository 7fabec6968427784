/**
 * Bundles the programs with all their libraries, so that they start quickly and run without
 * node_modules: the command line, the desktop app's main process and its router process, the demo
 * MCP servers, and the default configuration files. The window (out/ui) is built by Vite.
 */
import { chmodSync, globSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { defineConfig, type Plugin, type RolldownOptions } from 'rolldown';

const shared: RolldownOptions = {
  platform: 'node',
  // jsonc-parser's CommonJS build requires its own files in a way no bundler can follow.
  resolve: { mainFields: ['module', 'main'] },
  transform: { target: 'node22' },
  // Compiled for each system, and looked for at run time; without it keys go into a file.
  external: ['@napi-rs/keyring'],
  logLevel: 'warn',
};

// Names stay whole, so that a logged stack can be read without the source map.
const minify = { compress: true, mangle: false, codegen: { removeWhitespace: true } } as const;

const NODE_RUNNER = 'node-runner.js';

const installProgram: Plugin = {
  name: 'install-program',
  generateBundle() {
    for (const path of globSync('resources/defaults/*')) {
      const source = readFileSync(path, 'utf8');
      this.emitFile({ type: 'asset', fileName: `defaults/${basename(path)}`, source });
    }
  },
  writeBundle({ dir = '.' }, bundle) {
    chmodSync(join(dir, 'woollama.js'), 0o755);
    // Of earlier builds; not the whole folder, for the window and other builds lie in it too.
    for (const path of globSync(['*.js', '*.js.map', 'defaults/*'], { cwd: dir })) {
      if (!(path in bundle) && path !== NODE_RUNNER) rmSync(join(dir, path));
    }
  },
};

const router: RolldownOptions = {
  ...shared,
  input: { woollama: 'router/entry/node.ts', 'router-process': 'router/entry/utility.ts' },
  output: { dir: 'out', sourcemap: true, minify },
  plugins: [installProgram],
};

/** Small and alone in its file: it shares its process with a server that is not ours. */
const nodeRunner: RolldownOptions = {
  ...shared,
  input: 'router/entry/node-runner.ts',
  output: { file: `out/${NODE_RUNNER}`, minify },
};

const DEMO_SERVERS = ['hello', 'textops', 'thread-store', 'http-thread-store'];

const demoServers: RolldownOptions = {
  ...shared,
  input: Object.fromEntries(DEMO_SERVERS.map((name) => [name, `resources/servers/${name}.ts`])),
  output: { dir: 'out/servers', cleanDir: true, minify },
};

const app: RolldownOptions = {
  ...shared,
  external: ['electron'],
  input: { index: 'main/index.ts' },
  output: { dir: 'out/main', cleanDir: true, sourcemap: true, minify },
};

/** A sandboxed preload script must be one CommonJS file. */
const preload: RolldownOptions = {
  ...shared,
  external: ['electron'],
  input: { preload: 'main/bridge/preload.ts' },
  output: { dir: 'out/main', format: 'cjs', entryFileNames: '[name].cjs', minify },
};

export default defineConfig([router, nodeRunner, demoServers, app, preload]);
