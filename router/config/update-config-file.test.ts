import { createHash } from 'node:crypto';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { readConfigText, restoreFile, updateConfigFile } from './update-config-file.ts';

const MCP = '\uFEFF// mine\r\n{\r\n  "mcpServers": { "a": { "command": "x" } }, // one\r\n}\r\n';
const NEXT = MCP.replace('"a"', '"b"');

let dir: string;
let path: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'woollama-update-'));
  path = join(dir, 'mcp.json');
});

afterEach(() => rm(dir, { recursive: true }));

const read = (file: string): Promise<string> => readFile(join(dir, file), 'utf8');
const update = (expected: string | null, file = path): Promise<string | null> =>
  updateConfigFile({ path: file, expected, text: NEXT });
const modeOf = async (file: string): Promise<number> => (await stat(join(dir, file))).mode & 0o777;

describe('an edit', () => {
  it('changes the file, keeps the text before, and returns the hash to edit on', async () => {
    await writeFile(path, MCP);
    const { text, hash } = readConfigText(path);
    expect(text).toBe(MCP);
    const next = await update(hash);
    expect(await read('mcp.json')).toBe(NEXT);
    expect(await read('mcp.json.woollama-bak')).toBe(MCP);
    expect(next).toBe(
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    );
    expect(readConfigText(path).hash).toBe(next);
    expect((await readdir(dir)).sort()).toEqual(['mcp.json', 'mcp.json.woollama-bak']);
  });

  it("leaves a backup of the user's own alone", async () => {
    await writeFile(path, MCP);
    await writeFile(`${path}.bak`, 'mine');
    const { hash } = readConfigText(path);
    await restoreFile({ path, expected: (await update(hash)) ?? '', text: null });
    expect(await read('mcp.json.bak')).toBe('mine');
    expect(await read('mcp.json.woollama-bak')).toBe(NEXT);
  });

  it('makes a file that does not exist, for its owner only, with its folder', async () => {
    path = join(dir, 'new', 'recipes.toml');
    expect(readConfigText(path)).toEqual({ text: '', hash: null });
    await updateConfigFile({ path, expected: null, text: '[recipes]\n' });
    expect(await read('new/recipes.toml')).toBe('[recipes]\n');
    expect(await modeOf('new/recipes.toml')).toBe(0o600);
    expect(await readdir(join(dir, 'new'))).toEqual(['recipes.toml']);
  });

  it('keeps the permissions, for the copy too', async () => {
    await writeFile(path, MCP);
    await chmod(path, 0o660);
    await update(readConfigText(path).hash);
    expect([await modeOf('mcp.json'), await modeOf('mcp.json.woollama-bak')]).toEqual([
      0o660, 0o660,
    ]);
  });

  it('follows a link to its file', async () => {
    await mkdir(join(dir, 'dotfiles'));
    await writeFile(join(dir, 'dotfiles', 'mine.json'), MCP);
    await symlink(join('dotfiles', 'mine.json'), path);
    await update(readConfigText(path).hash);
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect(await read('dotfiles/mine.json')).toContain('"b"');
    expect(await read('dotfiles/mine.json.woollama-bak')).toBe(MCP);
  });

  it('writes nothing when nothing changes', async () => {
    await writeFile(path, MCP);
    const { hash } = readConfigText(path);
    expect(await updateConfigFile({ path, expected: hash, text: MCP })).toBe(hash);
    expect(await readdir(dir)).toEqual(['mcp.json']);
  });

  it('makes an empty file where there was none', async () => {
    await updateConfigFile({ path, expected: null, text: '' });
    expect(await read('mcp.json')).toBe('');
    expect(readConfigText(path).hash).not.toBeNull();
  });
});

describe('an edit is refused', () => {
  afterEach(async () => {
    const left = (await readdir(dir)).filter((name) => name.endsWith('.tmp'));
    expect(left).toEqual([]);
  });

  it('when the file is another than expected', async () => {
    await expect(update('0'.repeat(64))).rejects.toMatchObject({ code: 'CONFIG_CONFLICT' });
    await writeFile(path, MCP);
    await expect(update(null)).rejects.toMatchObject({ code: 'CONFIG_CONFLICT' });
    expect(await read('mcp.json')).toBe(MCP);
  });

  it('when another edit was faster by a moment', async () => {
    await writeFile(path, MCP);
    const { hash } = readConfigText(path);
    const results = await Promise.allSettled(
      ['p', 'q', 'r'].map((text) => updateConfigFile({ path, expected: hash, text })),
    );
    const lost = results.filter((result) => result.status === 'rejected');
    expect(lost.map(({ reason }) => reason)).toMatchObject([
      { code: 'CONFIG_CONFLICT' },
      { code: 'CONFIG_CONFLICT' },
    ]);
  });

  it('when the file is no text', async () => {
    await writeFile(path, Buffer.from([0xff, 0xfe]));
    expect(() => readConfigText(path)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  it('when the file is read-only, with path and reason', async () => {
    await writeFile(path, MCP);
    await chmod(path, 0o444);
    await expect(update(readConfigText(path).hash)).rejects.toMatchObject({
      code: 'CONFIG_UNWRITABLE',
      message: expect.stringMatching(/mcp\.json .*(read-only|may not)/),
    });
    expect(await read('mcp.json')).toBe(MCP);
  });

  it.each([
    ['its folder is a file', async () => writeFile(join(dir, 'f'), ''), 'f/mcp.json', 'is a file'],
    ['it is a folder', async () => mkdir(join(dir, 'mcp.json')), 'mcp.json', 'is a folder'],
  ])('when %s', async (...[, prepare, file, reason]) => {
    await prepare();
    await expect(update(null, join(dir, file))).rejects.toMatchObject({
      code: 'CONFIG_UNWRITABLE',
      message: expect.stringContaining(reason),
    });
  });
});
