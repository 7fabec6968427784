/** At build time: which packages are in the product, and under which licence. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** As the package brings it along; empty when it has none. */
  readonly text: string;
}

const LICENCE_FILE = /^(licen[cs]e|copying)(\.(md|txt))?$/i;

/** Writes `licences.json`: what the window is bundled from, and what the router depends on. */
export function listLicences(root: string): Plugin {
  return {
    name: 'list-licences',
    apply: 'build',
    generateBundle() {
      const bundled = [...this.getModuleIds()].flatMap(packageOf);
      const names = new Set([...bundled, ...routerPackages(root)]);
      const list = [...names].sort().map((name) => readLicence(root, name));
      this.emitFile({ type: 'asset', fileName: 'licences.json', source: JSON.stringify(list) });
    },
  };
}

/** `.../node_modules/@mantine/core/esm/x.js` to `@mantine/core`. */
function packageOf(moduleId: string): readonly string[] {
  const [, name] = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(moduleId) ?? [];
  return name === undefined ? [] : [name.replaceAll('\\', '/')];
}

/** The dependencies of the program and all of theirs, as the lock file has them. */
function routerPackages(root: string): readonly string[] {
  const { packages } = readJson(join(root, 'package-lock.json')) as LockFile;
  const found = new Set<string>();
  const visit = (names: readonly string[]): void => {
    for (const name of names) {
      const entry = packages[`node_modules/${name}`];
      if (found.has(name) || entry === undefined) continue;
      found.add(name);
      visit(Object.keys(entry.dependencies ?? {}));
    }
  };
  visit(Object.keys(packages['']?.dependencies ?? {}));
  return [...found];
}

interface LockFile {
  readonly packages: Readonly<
    Record<string, { readonly dependencies?: Readonly<Record<string, string>> }>
  >;
}

function readLicence(root: string, name: string): Licence {
  const folder = join(root, 'node_modules', name);
  const manifest = readJson(join(folder, 'package.json')) as Record<string, unknown>;
  const file = readdirSync(folder).find((entry) => LICENCE_FILE.test(entry));
  return {
    name,
    version: String(manifest['version']),
    licence: typeof manifest['license'] === 'string' ? manifest['license'] : 'see text',
    text: file === undefined ? '' : readFileSync(join(folder, file), 'utf8'),
  };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
