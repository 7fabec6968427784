/**
 * Bundles the program with all its libraries, so that it starts quickly and runs without
 * node_modules: out/woollama.js, the demo MCP servers, and the default configuration files.
 */
import { chmodSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { defineConfig, type Plugin, type RolldownOptions } from 'rolldown';

const shared: RolldownOptions = {
  platform: 'node',
  // jsonc-parser's CommonJS build requires its own files in a way no bundler can follow.
  resolve: { mainFields: ['module', 'main'] },
  transform: { target: 'node22' },
  logLevel: 'warn',
};

// Names stay whole, so that a logged stack can be read without the source map.
const minify = { compress: true, mangle: false, codegen: { removeWhitespace: true } } as const;

const installProgram: Plugin = {
  name: 'install-program',
  generateBundle() {
    for (const path of globSync('resources/defaults/*')) {
      const source = readFileSync(path, 'utf8');
      this.emitFile({ type: 'asset', fileName: `defaults/${basename(path)}`, source });
    }
  },
  writeBundle({ dir = '.' }) {
    chmodSync(join(dir, 'woollama.js'), 0o755);
  },
};

export default defineConfig([
  {
    ...shared,
    input: { woollama: 'router/entry/node.ts' },
    output: { dir: 'out', cleanDir: true, sourcemap: true, minify },
    plugins: [installProgram],
  },
  {
    ...shared,
    input: { hello: 'resources/servers/hello.ts', textops: 'resources/servers/textops.ts' },
    output: { dir: 'out/servers', cleanDir: true, minify },
  },
]);
