import { expect, test } from 'vitest';

import { describeSetups, modelThatAnswers, type SetupFacts } from './setup-snippets.ts';

const FACTS: SetupFacts = {
  baseUrl: 'http://127.0.0.1:4711/v1',
  mcpUrl: 'http://127.0.0.1:4711/mcp',
  tokenRequired: false,
  model: 'woollama/streamer',
  tools: 12,
  mcpCommand: { command: '/opt/node', args: ['/opt/woollama.js', 'mcp'] },
};

const find = (id: string, facts = FACTS) => {
  const setup = describeSetups(facts).find((one) => one.id === id);
  if (setup === undefined) throw new Error(`no set-up ${id}`);
  return setup;
};

test('there is one for each program, and each name is there once', () => {
  expect(describeSetups(FACTS).map(({ id }) => id)).toEqual([
    'curl',
    'python',
    'javascript',
    'cursor',
    'continue',
    'aider',
    'codex',
    'claude-code',
    'zed',
    'open-webui',
    'mcp-http',
    'mcp-stdio',
  ]);
});

test.each(describeSetups(FACTS).filter(({ id }) => id !== 'mcp-stdio'))(
  '$id names the address',
  ({ text }) => expect(text).toContain('http://127.0.0.1:4711/'),
);

test.each(['cursor', 'zed', 'mcp-http', 'mcp-stdio'])('%s is JSON', (id) => {
  expect(() => JSON.parse(find(id).text)).not.toThrow();
});

test('with a token, every program is told to send one', () => {
  const withToken = describeSetups({ ...FACTS, tokenRequired: true });
  const without = withToken.filter(({ text, notes }) => {
    return !/YOUR_WOOLLAMA_KEY|WOOLLAMA_KEY/.test(text) && !notes.some((note) => /key/.test(note));
  });
  // Over stdio it is the owner's own process, which needs none.
  expect(without.map(({ id }) => id)).toEqual(['mcp-stdio']);
});

test('over stdio it is the command of this machine, or a bridge where there is none', () => {
  expect(JSON.parse(find('mcp-stdio').text).mcpServers.woollama).toEqual(FACTS.mcpCommand);
  const bridged = (tokenRequired: boolean) =>
    JSON.parse(find('mcp-stdio', { ...FACTS, tokenRequired, mcpCommand: undefined }).text);
  expect(bridged(false).mcpServers.woollama).toEqual({
    command: 'npx',
    args: ['-y', 'mcp-remote', FACTS.mcpUrl],
  });
  expect(bridged(true).mcpServers.woollama.args).toContain(
    'Authorization: Bearer YOUR_WOOLLAMA_KEY',
  );
});

test('limits are said, not hidden', () => {
  expect(find('cursor').notes.join(' ')).toContain('cannot reach this machine');
  expect(find('cursor').text).not.toContain('/v1');
  expect(find('open-webui').notes.join(' ')).toContain('container');
});

test('the model of the examples answers on every machine', () => {
  expect(modelThatAnswers(['cc-assistant', 'streamer'])).toBe('woollama/streamer');
  expect(modelThatAnswers(['cc-assistant'])).toBe('auto/default');
});

test('what the end of the MCP address may say is told where it helps', () => {
  const notes = (id: string, tools: number) => find(id, { ...FACTS, tools }).notes.join(' ');
  for (const id of ['cursor', 'codex', 'claude-code', 'mcp-http']) {
    expect(notes(id, 300)).toContain('?search=on');
    expect(notes(id, 12)).not.toContain('?search=on');
  }
  expect(notes('mcp-http', 12)).toContain('?names=underscore');
  expect(notes('curl', 300)).toBe('');
});
