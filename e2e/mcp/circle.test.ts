/** Routers that are each other's servers, or their own: no list grows, and nothing goes round. */
import { afterEach, expect, test } from 'vitest';

import { eventually } from '../fixtures/router-process.ts';
import { startRouted, stdioFixture, type Routed, type ServerEntries } from './fixtures/routed.ts';

const running: Routed[] = [];
afterEach(async () => {
  for (const routed of running.splice(0).toReversed()) await routed.stop();
});

async function start(servers: ServerEntries, recipes = ''): Promise<Routed> {
  const routed = await startRouted(servers, { files: { 'recipes.toml': recipes } });
  running.push(routed);
  return routed;
}

const rewrite = ({ home }: Routed, mcpServers: ServerEntries): void =>
  home.write('mcp.json', JSON.stringify({ mcpServers }));

async function toolsOf({ router }: Routed): Promise<readonly string[]> {
  const answer = await fetch(`${router.baseUrl}/tools`);
  return ((await answer.json()) as { tools: string[] }).tools;
}

/** A tool that came later, so that all that came before was read, too. */
const until = (routed: Routed, tool: string) =>
  eventually(
    () => toolsOf(routed),
    (tools) => tools.includes(tool),
    20_000,
  );

test('two routers have what the other one has, and no more', { timeout: 60_000 }, async () => {
  const plain = stdioFixture();
  const one = await start({ plain });
  const two = await start({ one: { url: one.mcpUrl } });
  rewrite(one, { plain, two: { url: two.mcpUrl } });
  await until(one, 'two.chat');
  expect(await toolsOf(two)).toContain('one.plain.test_simple_text');

  // A change of the one reaches the other, and comes back to nobody.
  rewrite(one, { plain, two: { url: two.mcpUrl }, more: stdioFixture() });
  await until(two, 'one.more.test_simple_text');
  rewrite(two, { one: { url: one.mcpUrl }, last: stdioFixture() });
  await until(one, 'two.last.test_simple_text');
  const all = [...(await toolsOf(one)), ...(await toolsOf(two))];
  expect(all.filter((name) => /^(one\.two|two\.one)\./.test(name))).toEqual([]);
});

test('a router that is its own server', { timeout: 60_000 }, async () => {
  const plain = stdioFixture();
  const self = await start({ plain });
  rewrite(self, { plain, self: { url: self.mcpUrl } });
  await until(self, 'self.chat');
  rewrite(self, { plain, self: { url: self.mcpUrl }, more: stdioFixture() });
  const tools = await until(self, 'self.more.test_simple_text');
  expect(tools.filter((name) => name.startsWith('self.self.'))).toEqual([]);
});

test(
  'recipes that call each other through two routers come to an end',
  { timeout: 60_000 },
  async () => {
    const calling = (name: string, tool: string) =>
      `[recipes.${name}]\ninferencer = "demo/tools"\ntools = ["${tool}"]\nsystem = "Go on."\n`;
    const one = await start({}, calling('ping', 'two.recipe.pong'));
    const two = await start({ one: { url: one.mcpUrl } }, calling('pong', 'one.recipe.ping'));
    rewrite(one, { two: { url: two.mcpUrl } });
    await until(one, 'two.recipe.pong');
    const answer = await fetch(`${one.router.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'woollama/ping', messages: [{ role: 'user', content: 'hi' }] }),
    });
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringContaining('in a circle'),
    ]);
  },
);
