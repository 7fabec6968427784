import { describe, expect, it } from 'vitest';

import { createFakeLog } from '../../testing/fake-log.ts';
import { fakeRecipe } from '../../testing/fake-recipe-run.ts';
import { createFakeToolServers, text } from '../../testing/fake-tool-servers.ts';
import { offerTools, selectTools } from './offer-tools.ts';

const NOTHING = () => text('');
const CONNECTED = createFakeToolServers({
  'files.read': NOTHING,
  'files.write': NOTHING,
  'hello.read': NOTHING,
});

function context(tools = CONNECTED) {
  return { tools, logger: createFakeLog(), signal: new AbortController().signal };
}

describe('selectTools', () => {
  it.each([
    [['files.read'], ['files.read']],
    [['mcp__files__read'], ['files.read']],
    [['files__read'], ['files.read']],
    [['files.*'], ['files.read', 'files.write']],
    [['*.read'], ['files.read', 'hello.read']],
    [['files.[!r]*'], ['files.write']],
    [
      ['hello.read', '*'],
      ['hello.read', 'files.read', 'files.write'],
    ],
  ])('offers for %j each tool once', (allowList, expected) => {
    const { offered, missing } = selectTools(allowList, CONNECTED);
    expect(offered.map(({ name }) => name)).toEqual(expected);
    expect(missing).toEqual([]);
  });

  it('names the entries without a tool', () => {
    const { missing } = selectTools(['files.none', 'nowhere.*', 'files.read'], CONNECTED);
    expect(missing).toEqual(['files.none', 'nowhere.*']);
  });
});

describe('offerTools', () => {
  it('skips unknown entries with one log line', async () => {
    const given = context();
    const recipe = fakeRecipe({ tools: ['files.read', 'a.b', 'c.*'] });
    const offered = await offerTools(recipe, given);
    expect(offered).toHaveLength(1);
    expect(given.logger.lines).toMatchObject([
      { level: 'warn', facts: { recipe: 'helper', tools: ['a.b', 'c.*'] } },
    ]);
  });

  it('says of each missing tool what its server does, when none is left', async () => {
    const tools = createFakeToolServers({ 'hello.read': NOTHING }, [
      { name: 'files', state: 'retrying', reason: 'spawn ENOENT' },
      { name: 'web', state: 'disabled' },
    ]);
    const recipe = fakeRecipe({ tools: ['files.read', 'web.get', 'hello.none', 'ghost.*'] });
    await expect(offerTools(recipe, context(tools))).rejects.toMatchObject({
      code: 'TOOLS_UNAVAILABLE',
      status: 503,
      message:
        "none of the tools of recipe 'helper' is available: " +
        'files.read (server files is retrying: spawn ENOENT); ' +
        'web.get (server web is disabled); ' +
        'hello.none (server hello has no such tool); ' +
        'ghost.* (no server of that name)',
    });
  });

  it('waits for the servers of the entries, and for all when a glob may mean any', async () => {
    const tools = createFakeToolServers({ 'files.read': NOTHING, 'hello.read': NOTHING });
    await offerTools(fakeRecipe({ tools: ['files.*', 'ghost.x'] }), context(tools));
    await offerTools(fakeRecipe({ tools: ['*.read'] }), context(tools));
    expect(tools.settledFor).toEqual([['files'], ['files', 'hello']]);
  });

  it('waits for nobody when the recipe has no tools', async () => {
    const tools = createFakeToolServers({ 'files.read': NOTHING });
    expect(await offerTools(fakeRecipe(), context(tools))).toEqual([]);
    expect(tools.settledFor).toEqual([]);
  });
});
