import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { openAgents, toInput } from './fixtures/open-agents.ts';

const { signal } = new AbortController();
const PERSIST = { WOOLLAMA_MANAGED_AGENTS_PERSIST: 'on' };
type Room = Awaited<ReturnType<typeof openAgents>>;

const bodiesOf = ({ mock }: Room, path: string) =>
  mock.calls.filter((one) => one.method === 'POST' && one.path === path).map(({ body }) => body);

const makings = (room: Room) => [
  bodiesOf(room, '/v1/environments').length,
  bodiesOf(room, '/v1/agents').length,
];

describe('models', () => {
  test.each([
    ['claude-agent/', 'claude-opus-4-8'],
    ['claude-agent/opus', 'claude-opus-4-8'],
    ['claude-agent/sonnet', 'claude-sonnet-4-6'],
    ['claude-agent/haiku', 'claude-haiku-4-5'],
    ['claude-agent/claude-x-9', 'claude-x-9'],
  ])('%s is %s', async (model, expected) => {
    await using room = await openAgents();
    expect(room.agents.accepts(model)).toBe(true);
    await room.tell(room.rowOf({ model }), 'Hi');
    expect(bodiesOf(room, '/v1/agents')).toMatchObject([{ model: expected }]);
  });

  test('of other names are not taken', async () => {
    await using room = await openAgents();
    expect(room.agents.accepts('ollama/x')).toContain('claude-agent/<model>');
  });
});

describe('environment and agents', () => {
  test('are made once, also for conversations that begin together', async () => {
    await using room = await openAgents();
    await Promise.all([1, 2, 3].map(() => room.tell(room.rowOf(), 'Hi')));
    await room.tell(room.rowOf(), 'Hi');
    expect(makings(room)).toEqual([1, 1]);
    await room.tell(room.rowOf({ model: 'claude-agent/opus' }), 'Hi');
    expect(makings(room)).toEqual([1, 2]);
  });

  test('outlive the cancel of whoever asked for them first', async () => {
    await using room = await openAgents();
    const controller = new AbortController();
    const first = room.tell(room.rowOf(), 'Hi', { signal: controller.signal });
    const second = room.tell(room.rowOf(), 'Hi');
    controller.abort();
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await second).text).toBe('hello');
    expect(makings(room)).toEqual([1, 1]);
  });

  test('are tried again after a failure', async () => {
    await using room = await openAgents();
    room.mock.interfere = ({ path }) => (path === '/v1/agents' ? { status: 500 } : undefined);
    await expect(room.tell(room.rowOf(), 'Hi')).rejects.toMatchObject({ code: 'AGENT_FAILED' });
    room.mock.interfere = () => undefined;
    expect((await room.tell(room.rowOf(), 'Hi')).text).toBe('hello');
    expect(makings(room)).toEqual([1, 2]);
  });

  test('are made anew when they are gone', async () => {
    await using room = await openAgents();
    await room.tell(room.rowOf(), 'Hi');
    const [agent] = [...room.mock.things].filter((id) => id.startsWith('agent'));
    room.mock.things.delete(agent ?? '');
    expect((await room.tell(room.rowOf(), 'Hi')).text).toBe('hello');
    expect(makings(room)).toEqual([1, 2]);
  });

  test('carry the instructions a conversation begins with', async () => {
    await using room = await openAgents();
    const user = { role: 'user', content: 'Hi' };
    const system = (content: string) => ({
      ...toInput(''),
      messages: [{ role: 'system', content }, user],
    });
    await room.tell(room.rowOf(), system('Be brief'));
    await room.tell(room.rowOf(), system('Be brief'));
    await room.tell(room.rowOf(), system('Be long'));
    expect(bodiesOf(room, '/v1/agents').map(({ system }) => system)).toEqual([
      'Be brief',
      'Be long',
    ]);
  });
});

describe('networking', () => {
  test.each([
    ['', 'limited', 0],
    ['limited', 'limited', 0],
    ['unrestricted', 'unrestricted', 0],
    ['open', 'limited', 1],
  ])('%j means %s', async (word, expected, warnings) => {
    await using room = await openAgents({ env: { WOOLLAMA_AGENT_NETWORKING: word } });
    await room.tell(room.rowOf(), 'Hi');
    await room.tell(room.rowOf(), 'Hi');
    expect(bodiesOf(room, '/v1/environments')).toMatchObject([
      { config: { networking: { type: expected } } },
    ]);
    expect(room.log.lines).toHaveLength(warnings);
  });
});

describe('kept ids', () => {
  test('are none without the variable', async () => {
    await using room = await openAgents();
    await room.tell(room.rowOf(), 'Hi');
    await expect(stat(join(room.stateDir, 'managed_agents.json'))).rejects.toThrow('ENOENT');
  });

  test('are used again after a restart, each asked for once, and hold no word of a talk', async () => {
    await using room = await openAgents({ env: PERSIST });
    const path = join(room.stateDir, 'managed_agents.json');
    await room.tell(room.rowOf(), 'canary');
    const system = { role: 'system', content: 'canary' };
    await room.tell(room.rowOf(), {
      ...toInput(''),
      messages: [system, { role: 'user', content: 'x' }],
    });
    const text = await readFile(path, 'utf8');
    expect(text).not.toContain('canary');
    expect(JSON.parse(text)).toEqual({
      env_id: expect.stringMatching(/^env_/),
      networking: 'limited',
      agents: { 'claude-haiku-4-5': expect.stringMatching(/^agent_/) },
    });
    expect((await stat(path)).mode & 0o777).toBe(0o600);

    const before = makings(room);
    const owner = room.open();
    await room.tell(room.rowOf(), 'Hi', { owner });
    await room.tell(room.rowOf(), 'Hi', { owner });
    expect(makings(room)).toEqual(before);
    expect(room.mock.count('GET', /environments\/env_\d+\?beta=true$/)).toBe(1);
    expect(room.mock.count('GET', /agents\/agent_\d+\?beta=true$/)).toBe(1);
  });

  test('that are gone are made anew', async () => {
    await using room = await openAgents({ env: PERSIST });
    await room.tell(room.rowOf(), 'Hi');
    room.mock.things.clear();
    expect((await room.tell(room.rowOf(), 'Hi', { owner: room.open() })).text).toBe('hello');
    expect(makings(room)).toEqual([2, 2]);
  });

  test.each([
    ['an environment of unknown reach', '{"env_id":"env_old","agents":{}}', 0],
    ['a damaged file', '{"env_id"', 1],
  ])('%s is not used', async (_, text, warnings) => {
    await using room = await openAgents({ env: PERSIST });
    room.mock.things.add('env_old');
    await writeFile(join(room.stateDir, 'managed_agents.json'), text);
    expect((await room.tell(room.rowOf(), 'Hi')).text).toBe('hello');
    expect(makings(room)).toEqual([1, 1]);
    expect(room.log.lines).toHaveLength(warnings);
  });

  test('an unrestricted environment is not used for limited agents', async () => {
    await using room = await openAgents({
      env: { ...PERSIST, WOOLLAMA_AGENT_NETWORKING: 'unrestricted' },
    });
    await room.tell(room.rowOf(), 'Hi');
    room.variables['WOOLLAMA_AGENT_NETWORKING'] = undefined;
    await room.tell(room.rowOf(), 'Hi', { owner: room.open() });
    expect(bodiesOf(room, '/v1/environments')).toMatchObject([
      { config: { networking: { type: 'unrestricted' } } },
      { config: { networking: { type: 'limited' } } },
    ]);
  });
});

describe('items', () => {
  test('are the messages, with the ids of the cloud, over all pages', async () => {
    await using room = await openAgents();
    room.mock.script([{ say: 'one' }, { say: 'two' }]);
    const { row } = await room.tell(room.rowOf(), 'Hi');
    const [session] = room.mock.sessions.values();
    session!.pageSize = 2;
    const items = await room.agents.items?.(row, signal);
    expect(items?.map(({ message }) => message)).toEqual([
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'one' },
      { role: 'assistant', content: 'two' },
    ]);
    expect(await room.agents.items?.(row, signal)).toEqual(items);
    expect(session!.history.map(({ id }) => id)).toEqual(
      expect.arrayContaining(items?.map(({ id }) => id) ?? ['']),
    );
  });

  test('are none before the first turn', async () => {
    await using room = await openAgents();
    expect(await room.agents.items?.(room.rowOf(), signal)).toEqual([]);
  });
});

describe('removing', () => {
  test('deletes the session', async () => {
    await using room = await openAgents();
    const { row } = await room.tell(room.rowOf(), 'Hi');
    await room.agents.remove(row, signal);
    expect(room.mock.calls.at(-1)).toMatchObject({
      method: 'DELETE',
      path: `/v1/sessions/${row.nativeId}?beta=true`,
    });
    expect(room.mock.sessions.size).toBe(0);
  });

  test('interrupts a session that runs', async () => {
    await using room = await openAgents();
    const { row } = await room.tell(room.rowOf(), 'Hi');
    room.mock.interfere = ({ method }) =>
      method === 'DELETE' && room.mock.count('DELETE', /./) === 1 ? { status: 400 } : undefined;
    await room.agents.remove(row, signal);
    expect(room.mock.calls.at(-2)?.body).toEqual({ events: [{ type: 'user.interrupt' }] });
    expect(room.mock.sessions.size).toBe(0);
  });

  test('asks nobody before the first turn, and says what was refused', async () => {
    await using room = await openAgents();
    await room.agents.remove(room.rowOf(), signal);
    expect(room.mock.calls).toEqual([]);
    room.mock.interfere = () => ({ status: 403 });
    await expect(
      room.agents.remove(room.rowOf({ nativeId: 'sesn_1' }), signal),
    ).rejects.toMatchObject({ code: 'AGENT_FAILED' });
  });
});
