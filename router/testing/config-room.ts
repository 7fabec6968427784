/** A configuration folder of its own on the disk, with a real store and editor. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type {
  ConfigChange,
  ConfigDocument,
  ConfigFileName,
  ConfigPreview,
} from '#contract/config-editing.ts';
import type { ConfigEditor } from '#core/ports/config-editor.ts';
import { createConfigEditor } from '../config/config-editor.ts';
import { createConfigStore, type LiveConfigStore } from '../config/config-store.ts';
import { createFakeLog } from './fake-log.ts';

export const BUNDLED_MCP = '// bundled\n{\n  "mcpServers": {}\n}\n';
export const BUNDLED_RECIPES =
  '# bundled\n[recipes.b]\ninferencer = "auto/default"\ntools = []\nsystem = "s"\n';

export interface ConfigRoom {
  /** The user's folder; empty at first. */
  readonly dir: string;
  readonly store: LiveConfigStore;
  readonly editor: ConfigEditor;
  /** What the editor must hide wherever it stands; a test may add to it. */
  readonly known: Set<string>;
  put(file: string, text: string): Promise<void>;
  get(file: string): Promise<string>;
  /** Reads the file, then previews the change for what was read. */
  preview(file: ConfigFileName, change: ConfigChange): Promise<ConfigPreview>;
  write(file: ConfigFileName, change: ConfigChange): Promise<ConfigDocument>;
  close(): Promise<void>;
}

export async function openConfigRoom(): Promise<ConfigRoom> {
  const root = await mkdtemp(join(tmpdir(), 'woollama-room-'));
  const dir = join(root, 'user');
  const defaultsDir = join(root, 'defaults');
  await mkdir(dir);
  await mkdir(defaultsDir);
  await writeFile(join(defaultsDir, 'mcp.json'), BUNDLED_MCP);
  await writeFile(join(defaultsDir, 'recipes.toml'), BUNDLED_RECIPES);
  const sources = { dir, defaultsDir, env: { SET: 'set' } };
  const started = await createConfigStore({ ...sources, logger: createFakeLog() });
  if (!started.ok) throw new Error(JSON.stringify(started.issues));
  const { store } = started;
  const known = new Set<string>();
  const editor = createConfigEditor({ ...sources, store, secrets: () => known });
  const hashOf = async (file: ConfigFileName) => (await editor.read(file)).hash;

  return {
    dir,
    store,
    editor,
    known,
    put: (file, text) => writeFile(join(dir, file), text),
    get: (file) => readFile(join(dir, file), 'utf8'),
    async preview(file, change) {
      return editor.preview({ file, expected: await hashOf(file), change });
    },
    async write(file, change) {
      return editor.write({ file, expected: await hashOf(file), change });
    },
    async close() {
      await store.close();
      await rm(root, { recursive: true });
    },
  };
}
