import { afterEach, beforeEach, expect, it } from 'vitest';

import type { ConfigDocument } from '#contract/config-editing.ts';
import { BUNDLED_RECIPES, type ConfigRoom, openConfigRoom } from '../testing/config-room.ts';

const MCP = `{
  // mine
  "mcpServers": {
    "git": { "command": "uvx", "env": { "GIT_TOKEN": "git-token-1" } }, // here
    "docs": { "url": "https://h/mcp" }
  }
}
`;

const MINE = { inferencer: 'auto/default', tools: [], system: 'Be short.' };

let room: ConfigRoom;

beforeEach(async () => {
  room = await openConfigRoom();
});

afterEach(() => room.close());

const removeGit = () =>
  room.write('mcp.json', {
    kind: 'edits',
    edits: [{ kind: 'remove', path: ['mcpServers', 'git'] }],
  });

const undo = ({ file, hash }: ConfigDocument) => room.editor.undo(file, hash ?? '');

it('brings back the text byte for byte, with the secrets that were in it', async () => {
  await room.put('mcp.json', MCP);
  const before = await room.editor.read('mcp.json');
  const after = await undo(await removeGit());
  expect(await room.get('mcp.json')).toBe(MCP);
  expect(after).toEqual(before);
  expect([...room.store.current().servers.keys()]).toEqual(['git', 'docs']);
});

it('removes a file that the write had made, so that the bundled one counts again', async () => {
  const written = await room.write('recipes.toml', {
    kind: 'edits',
    edits: [{ kind: 'set', path: ['recipes', 'mine'], value: MINE }],
  });
  expect(written.bundled).toBe(false);
  const after = await undo(written);
  expect(after).toMatchObject({ bundled: true, hash: null, text: BUNDLED_RECIPES });
  expect(await room.get('recipes.toml.woollama-bak')).toContain('mine');
});

it('goes back step by step', async () => {
  await room.put('settings.toml', '');
  const texts = ['# 1\n', '# 2\n'];
  let document = await room.editor.read('settings.toml');
  for (const text of texts) document = await room.write('settings.toml', { kind: 'text', text });
  document = await undo(document);
  expect(document.text).toBe('# 1\n');
  expect((await undo(document)).text).toBe('');
});

it('never overwrites what somebody else wrote meanwhile', async () => {
  await room.put('mcp.json', MCP);
  const written = await removeGit();
  await room.put('mcp.json', '{ "mcpServers": {} }');
  await expect(undo(written)).rejects.toMatchObject({ code: 'CONFIG_CONFLICT' });
  expect(await room.get('mcp.json')).toBe('{ "mcpServers": {} }');
});

it('says when there is nothing to take back', async () => {
  await room.put('mcp.json', MCP);
  const document = await room.editor.read('mcp.json');
  await expect(undo(document)).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
});
