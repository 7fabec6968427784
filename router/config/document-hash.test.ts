import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import type { ConfigEditor } from '#core/ports/config-editor.ts';
import { type ConfigRoom, openConfigRoom } from '../testing/config-room.ts';
import { createConfigEditor } from './config-editor.ts';

const ARGS = ['alpha-pass', 'beta-pass'];
const MCP = JSON.stringify({ mcpServers: { a: { command: 'x', args: ARGS } } });

let room: ConfigRoom;

beforeEach(async () => {
  room = await openConfigRoom();
  await room.put('mcp.json', MCP);
});

afterEach(() => room.close());

/** What a router that starts anew has. */
function startAgain(...known: string[]): ConfigEditor {
  const { dir, store } = room;
  const defaultsDir = join(dir, 'none');
  return createConfigEditor({ dir, defaultsDir, env: {}, store, secrets: () => new Set(known) });
}

const save = (editor: ConfigEditor, expected: string | null, text: string) =>
  editor.write({ file: 'mcp.json', expected, change: { kind: 'text', text } });

it('refuses placeholders that meant another secret when they were shown', async () => {
  const { text, hash } = await startAgain('beta-pass').read('mcp.json');
  expect(text).toContain('["alpha-pass","‹secret 1›"]');
  const after = startAgain('alpha-pass', 'beta-pass');
  await expect(save(after, hash, text)).rejects.toMatchObject({ code: 'CONFIG_CONFLICT' });
  expect(await room.get('mcp.json')).toBe(MCP);
  const again = await after.read('mcp.json');
  expect(again.hash).not.toBe(hash);
  expect((await save(after, again.hash, again.text)).text).toBe(again.text);
  expect(await room.get('mcp.json')).toBe(MCP);
});

it('takes them while they mean the same, and takes the change back by the new hash', async () => {
  room.known.add('beta-pass');
  const { text, hash } = await room.editor.read('mcp.json');
  room.known.add('alpha-pass');
  expect((await room.editor.read('mcp.json')).hash).not.toBe(hash);
  const written = await save(room.editor, hash, text.replace('"x"', '"y"'));
  expect(await room.get('mcp.json')).toBe(MCP.replace('"x"', '"y"'));
  expect(written.hash).toMatch(/-2-[0-9a-f]{32}$/);
  await room.editor.undo('mcp.json', written.hash ?? '');
  expect(await room.get('mcp.json')).toBe(MCP);
});

it('is about the text alone where the text tells every secret', async () => {
  const text = MCP.replace('"args"', '"env":{"A_KEY":"abc"},"args"');
  await room.put('mcp.json', text);
  const { hash, text: shown } = await startAgain().read('mcp.json');
  expect(shown).toContain('‹secret 1›');
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  await save(startAgain('alpha-pass'), hash, shown.replace('"x"', '"y"'));
  expect(await room.get('mcp.json')).toBe(text.replace('"x"', '"y"'));
});

it('covers what is hidden in a bundled text, too', async () => {
  const defaultsDir = join(room.dir, 'bundled');
  const { store } = room;
  const dir = join(room.dir, 'empty');
  await Promise.all([mkdir(dir), mkdir(defaultsDir)]);
  await writeFile(join(defaultsDir, 'mcp.json'), MCP);
  const open = (...known: string[]): ConfigEditor =>
    createConfigEditor({ dir, defaultsDir, env: {}, store, secrets: () => new Set(known) });
  expect((await open().read('mcp.json')).hash).toBeNull();
  const { hash, text } = await open('beta-pass').read('mcp.json');
  const conflict = { code: 'CONFIG_CONFLICT' };
  await expect(save(open(...ARGS), hash, text)).rejects.toMatchObject(conflict);
  await expect(save(open('beta-pass'), hash, text)).resolves.toMatchObject({ bundled: true });
});

it('refuses a hash that nobody gave out', async () => {
  const { hash, text } = await room.editor.read('mcp.json');
  for (const end of ['-1-', '-0-00', '-x-y']) {
    const conflict = { code: 'CONFIG_CONFLICT' };
    await expect(save(room.editor, `${hash}${end}`, text)).rejects.toMatchObject(conflict);
  }
});
