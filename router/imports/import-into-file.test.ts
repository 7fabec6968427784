import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { createConfigEditor } from '../config/config-editor.ts';
import { createConfigStore, type LiveConfigStore } from '../config/config-store.ts';
import { openSecretKeeper } from '../secrets/open-secret-keeper.ts';
import { createFakeLog } from '../testing/fake-log.ts';
import { createServerImports } from './create-server-imports.ts';

let root: string;
let store: LiveConfigStore | undefined;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'woollama-import-'));
});

afterEach(async () => {
  await store?.close();
  await rm(root, { recursive: true });
});

/** The real parts around the imports, with the store of secrets in the place of the environment. */
async function openParts() {
  const [dir, defaultsDir] = [join(root, 'config'), join(root, 'defaults')];
  await Promise.all([mkdir(dir), mkdir(defaultsDir)]);
  await writeFile(join(defaultsDir, 'mcp.json'), '{ "mcpServers": {} }');
  await writeFile(join(defaultsDir, 'recipes.toml'), '');
  const logger = createFakeLog();
  const options = { stateDir: join(root, 'state'), platform: 'linux', logger } as const;
  const secrets = await openSecretKeeper({ ...options, env: { WOOLLAMA_SECRETS: 'file' } });
  const env = new Proxy<Record<string, string | undefined>>(
    {},
    {
      get: (_, name) => secrets.values().get(String(name)),
      getOwnPropertyDescriptor: (_, name) => {
        const value = secrets.values().get(String(name));
        return value === undefined ? undefined : { value, enumerable: true, configurable: true };
      },
    },
  );
  const sources = { dir, defaultsDir, env };
  const started = await createConfigStore({ ...sources, logger });
  if (!started.ok) throw new Error(JSON.stringify(started.issues));
  store = started.store;
  const editor = createConfigEditor({ ...sources, store, secrets: () => new Set() });
  const imports = createServerImports({
    editor,
    secrets,
    home: root,
    env: {},
    platform: 'linux',
  });
  return { imports, secrets, file: join(dir, 'mcp.json'), store };
}

it('an import changes only its entry, and the server gets its secret', async () => {
  const { imports, file, store } = await openParts();
  const before = '// mine\n{\n  "mcpServers": {\n    "a": { "command": "a" } // first\n  }\n}\n';
  await writeFile(file, before);
  const text = `claude mcp add api -e API_KEY=canary-1234 -- npx -y api`;
  const [candidate] = await imports.review(text);
  expect(candidate).toMatchObject({ name: 'api', secretNames: ['API_KEY'] });
  const { added, document } = await imports.apply({ kind: 'text', text }, [
    { name: 'api', as: 'api' },
  ]);
  expect(added).toEqual(['api']);
  const written = await readFile(file, 'utf8');
  expect(written).toContain('// first');
  expect(written).toContain('"API_KEY": "${API_KEY}"');
  expect(written + JSON.stringify(document)).not.toContain('canary');
  expect(store.current().servers.get('api')).toMatchObject({
    command: 'npx',
    args: ['-y', 'api'],
    env: { API_KEY: 'canary-1234' },
  });
  const [again] = await imports.review(text);
  expect(again).toMatchObject({ known: true, suggestedName: 'api-2' });
});

it('a refused import leaves file and secrets as they were', async () => {
  const { imports, secrets, file } = await openParts();
  await writeFile(file, '{ "mcpServers": { "broken" } }');
  const text = '{ "a": { "command": "a", "env": { "A_KEY": "canary-1234" } } }';
  await expect(
    imports.apply({ kind: 'text', text }, [{ name: 'a', as: 'a' }]),
  ).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  expect([...secrets.values()]).toEqual([]);
  expect(await readFile(file, 'utf8')).toBe('{ "mcpServers": { "broken" } }');
});

it('the first file of all is made with the entry', async () => {
  const { imports, file } = await openParts();
  const text = 'https://mcp.notion.com/mcp';
  await imports.apply({ kind: 'text', text }, [{ name: 'notion', as: 'notion' }]);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
    mcpServers: { notion: { url: text } },
  });
});
