import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ConfigSnapshot } from '#core/ports/config.ts';
import type { Logger } from '#core/ports/logger.ts';
import { type ConfigStart, createConfigStore, type LiveConfigStore } from './config-store.ts';
import { systemTimers, type Timers } from './watch-folder.ts';

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
};

/** Time stands still: nothing is noticed but what a test asks for with `tick`. */
function createManualClock(): Timers & { tick(): void } {
  const intervals = new Set<() => void>();
  return {
    after: () => () => undefined,
    every(_, run) {
      intervals.add(run);
      return () => intervals.delete(run);
    },
    tick: () => intervals.forEach((run) => run()),
  };
}

/** Only the system's notices are noticed. */
const hearing: Timers = { ...systemTimers, every: () => () => undefined };

const MCP = '{ "mcpServers": { "a": { "command": "${RUN}" } } }';
const RECIPE = 'inferencer = "auto/default"\ntools = []\nsystem = "s"\n';

let root: string;
let dir: string;
let defaultsDir: string;
let stores: LiveConfigStore[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'woollama-config-'));
  dir = join(root, 'user');
  defaultsDir = join(root, 'defaults');
  stores = [];
  await mkdir(dir);
  await mkdir(defaultsDir);
  await writeFile(
    join(defaultsDir, 'mcp.json'),
    '{ "mcpServers": { "bundled": { "command": "b" } } }',
  );
  await writeFile(join(defaultsDir, 'recipes.toml'), `[recipes.bundled]\n${RECIPE}`);
});

afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await rm(root, { recursive: true });
});

async function start(clock: Timers = createManualClock()): Promise<ConfigStart> {
  const env = { RUN: 'run-1', TOKEN: 'token-1' };
  const started = await createConfigStore({ dir, defaultsDir, env, logger: silent, clock });
  if (started.ok) stores.push(started.store);
  return started;
}

async function open(clock?: Timers): Promise<LiveConfigStore> {
  const started = await start(clock);
  if (!started.ok) throw new Error(JSON.stringify(started.issues));
  return started.store;
}

const write = (name: string, text: string): Promise<void> => writeFile(join(dir, name), text);

/** The snapshot after the next change that `wanted` accepts. */
function changed(
  store: LiveConfigStore,
  wanted: (snapshot: ConfigSnapshot) => boolean = () => true,
): Promise<{ snapshot: ConfigSnapshot; file: string }> {
  return new Promise((resolve) => {
    const unsubscribe = store.subscribe((snapshot, file) => {
      if (!wanted(snapshot)) return;
      unsubscribe();
      resolve({ snapshot, file });
    });
  });
}

const hasServer =
  (name: string) =>
  (snapshot: ConfigSnapshot): boolean =>
    snapshot.servers.has(name);

describe('at start', () => {
  it('uses the bundled files where the user has none', async () => {
    await rm(dir, { recursive: true });
    const { servers, recipes, inferencers, issues } = (await open()).current();
    expect([...servers.keys()]).toEqual(['bundled']);
    expect([...recipes.keys()]).toEqual(['bundled']);
    expect(inferencers.size).toBe(0);
    expect(issues).toEqual([]);
  });

  it("does not warn of bundled recipes that the user's own mcp.json leaves without servers", async () => {
    await writeFile(
      join(defaultsDir, 'recipes.toml'),
      '[recipes.a]\ninferencer = "demo/echo"\ntools = ["bundled.x"]\nsystem = "s"\n',
    );
    await write('mcp.json', '{ "mcpServers": {} }');
    expect((await open()).current().issues).toEqual([]);
  });

  it("replaces a bundled file entirely by the user's", async () => {
    await write('mcp.json', MCP);
    await write('inferencers.toml', '[inferencers.x]\nbase_url = "http://h"\n');
    await write('settings.toml', '[server]\nport = 8000\n');
    const store = await open();
    const { servers, recipes, inferencers } = store.current();
    expect([...servers]).toEqual([['a', expect.objectContaining({ command: 'run-1' })]]);
    expect([...recipes.keys()]).toEqual(['bundled']);
    expect([...inferencers.keys()]).toEqual(['x']);
    expect(store.settings().server.port).toBe(8000);
  });

  it.each([
    ['mcp.json', '{ "mcpServers": {', 1],
    ['mcp.json', '{ "mcpServers": 1 }', 1],
    ['recipes.toml', 'a = 1\nb = oops', 2],
    ['inferencers.toml', '[inferencers\n', 1],
    ['settings.toml', 'x', 1],
  ])('refuses a broken %s', async (name, text, line) => {
    await write(name, text);
    const started = await start();
    if (started.ok) throw new Error('it starts');
    expect(started.issues).toMatchObject([{ severity: 'error', file: join(dir, name), line }]);
  });

  it('refuses a file it cannot read instead of using the bundled one', async () => {
    await mkdir(join(dir, 'mcp.json'));
    await symlink(join(root, 'nowhere'), join(dir, 'recipes.toml'));
    await writeFile(join(dir, 'settings.toml'), Buffer.from([0xff, 0xfe, 0x41, 0x00]));
    const started = await start();
    if (started.ok) throw new Error('it starts');
    expect(started.issues.map(({ message }) => message)).toEqual([
      'this is a folder, not a file',
      'the link points to a file that does not exist',
      'the file is not UTF-8 text',
    ]);
  });

  it('refuses a folder that is a file', async () => {
    await rm(dir, { recursive: true });
    await writeFile(dir, '');
    expect(await start()).toMatchObject({ ok: false });
  });

  it('starts without a faulty entry, and tells about it', async () => {
    await write('mcp.json', '{ "mcpServers": { "a": {}, "b": { "command": "x" } } }');
    const { servers, issues } = (await open()).current();
    expect([...servers.keys()]).toEqual(['b']);
    expect(issues).toMatchObject([{ severity: 'error', key: 'mcpServers.a' }]);
  });

  it('reads patterns, and warns about a folder that is not there', async () => {
    await mkdir(join(dir, 'p', 'sum'), { recursive: true });
    await mkdir(join(dir, 'p', 'empty'));
    await writeFile(join(dir, 'p', 'sum', 'system.md'), '# Sum up\n');
    await write('recipes.toml', '[patterns]\ndir = "p"\n');
    expect([...(await open()).current().recipes]).toEqual([
      ['sum', expect.objectContaining({ system: '# Sum up', inferencer: 'auto/default' })],
    ]);
    await write('recipes.toml', '[patterns]\ndir = "q"\n');
    expect((await open()).current().issues).toMatchObject([
      { key: 'patterns.dir', severity: 'warning' },
    ]);
  });

  it('gives frozen readings', async () => {
    await write('mcp.json', '{ "mcpServers": { "a": { "command": "x", "args": ["1"] } } }');
    const store = await open();
    const entry = store.current().servers.get('a');
    expect(() => Object.assign(entry?.args ?? [], ['2'])).toThrow(TypeError);
    expect(() => Object.assign(store.current(), { issues: [] })).toThrow(TypeError);
    expect(() => Object.assign(store.settings().server, { port: 1 })).toThrow(TypeError);
  });
});

describe('while running', () => {
  it.each([
    ['an edit in place', () => write('mcp.json', MCP)],
    [
      'a file that is moved over it',
      async () => {
        await write('mcp.json.new', MCP);
        await rename(join(dir, 'mcp.json.new'), join(dir, 'mcp.json'));
      },
    ],
  ])('hears from the system about %s', async (_, edit) => {
    await write('mcp.json', '{}');
    const store = await open(hearing);
    const change = changed(store, hasServer('a'));
    await edit();
    const { snapshot, file } = await change;
    expect(file).toBe('mcp.json');
    expect([...snapshot.servers.keys()]).toEqual(['a']);
    expect(store.current()).toBe(snapshot);
  });

  it('takes the bundled file again when the user deletes his', async () => {
    await write('mcp.json', MCP);
    const store = await open(hearing);
    const change = changed(store, hasServer('bundled'));
    await rm(join(dir, 'mcp.json'));
    expect([...(await change).snapshot.servers.keys()]).toEqual(['bundled']);
  });

  it.each([
    [
      'the target of a link',
      async () => {
        await writeFile(join(root, 'target.json'), '{}');
        await symlink(join(root, 'target.json'), join(dir, 'mcp.json'));
      },
      () => writeFile(join(root, 'target.json'), MCP),
    ],
    [
      'a folder that is made later',
      () => rm(dir, { recursive: true }),
      async () => {
        await mkdir(dir);
        await write('mcp.json', MCP);
      },
    ],
    [
      'a folder that was replaced',
      () => write('mcp.json', '{}'),
      async () => {
        await rm(dir, { recursive: true });
        await mkdir(dir);
        await write('mcp.json', MCP);
      },
    ],
  ])('finds an edit of %s by looking', async (_, prepare, edit) => {
    await prepare();
    const clock = createManualClock();
    const store = await open(clock);
    await store.refresh();
    const change = changed(store, hasServer('a'));
    await edit();
    clock.tick();
    expect([...(await change).snapshot.servers.keys()]).toEqual(['a']);
  });

  it('notices with real clocks, even through a link', async () => {
    await writeFile(join(root, 'target.json'), '{}');
    await symlink(join(root, 'target.json'), join(dir, 'mcp.json'));
    const started = await createConfigStore({
      dir,
      defaultsDir,
      env: { RUN: 'x' },
      logger: silent,
    });
    if (!started.ok) throw new Error('it does not start');
    stores.push(started.store);
    const change = changed(started.store, hasServer('a'));
    await writeFile(join(root, 'target.json'), MCP);
    await change;
  });

  it('finds an edited pattern', async () => {
    const prompt = join(dir, 'p', 'sum', 'system.md');
    await mkdir(join(dir, 'p', 'sum'), { recursive: true });
    await writeFile(prompt, 'one');
    await write('recipes.toml', '[patterns]\ndir = "p"\n');
    const clock = createManualClock();
    const store = await open(clock);
    const change = changed(store, ({ recipes }) => recipes.get('sum')?.system === 'two');
    await writeFile(prompt, 'two');
    clock.tick();
    expect((await change).file).toBe('recipes.toml');
  });

  it('keeps the last good state of a file that breaks, and tells about it until it is mended', async () => {
    await write('mcp.json', MCP);
    const store = await open();
    await write('mcp.json', '{ "mcpServers": {');
    await store.refresh();
    expect([...store.current().servers.keys()]).toEqual(['a']);
    expect(store.current().issues).toMatchObject([
      { severity: 'error', file: join(dir, 'mcp.json') },
    ]);
    await write('recipes.toml', `[recipes.new]\n${RECIPE}`);
    await store.refresh();
    expect([...store.current().recipes.keys()]).toEqual(['new']);
    expect(store.current().issues).toHaveLength(1);
    await write('mcp.json', '{}');
    await store.refresh();
    expect(store.current()).toMatchObject({ issues: [], servers: new Map() });
  });

  it('says nothing when the result is the same', async () => {
    await write('mcp.json', MCP);
    const store = await open();
    const before = store.current();
    const heard: string[] = [];
    store.subscribe((_, file) => heard.push(file));
    await write('mcp.json', `// only a comment\n${MCP}`);
    await store.refresh();
    expect(heard).toEqual([]);
    expect(store.current()).toBe(before);
    await write('settings.toml', '[logs]\nlevel = "debug"');
    await store.refresh();
    expect(heard).toEqual(['settings.toml']);
    expect(store.settings().logs.level).toBe('debug');
  });

  it('calls every subscriber, whatever the others do, until it unsubscribes', async () => {
    const store = await open();
    const heard: string[] = [];
    store.subscribe(() => {
      throw new Error('mine');
    });
    const listener = (): number => heard.push('x');
    const unsubscribe = store.subscribe(listener);
    store.subscribe(listener);
    await write('mcp.json', MCP);
    await store.refresh();
    expect(heard).toHaveLength(2);
    unsubscribe();
    unsubscribe();
    await write('mcp.json', '{}');
    await store.refresh();
    expect(heard).toHaveLength(3);
  });

  it('never forgets a secret', async () => {
    await write(
      'mcp.json',
      '{ "mcpServers": { "a": { "command": "x", "env": { "K": "${TOKEN}" } } } }',
    );
    const store = await open();
    await write('mcp.json', '{}');
    await store.refresh();
    expect([...store.current().secrets]).toContain('token-1');
  });

  it('is silent after it was closed, and may be closed twice', async () => {
    const clock = createManualClock();
    const store = await open(clock);
    const heard: string[] = [];
    store.subscribe((_, file) => heard.push(file));
    await store.close();
    await store.close();
    await write('mcp.json', MCP);
    clock.tick();
    await store.refresh();
    expect(heard).toEqual([]);
    expect([...store.current().servers.keys()]).toEqual(['bundled']);
  });
});
