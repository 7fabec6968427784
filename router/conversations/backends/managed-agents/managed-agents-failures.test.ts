import { describe, expect, test } from 'vitest';

import { openAgents, KEY, toInput } from './fixtures/open-agents.ts';

const EVENTS = /\/v1\/sessions\/[^/]+\/events\?beta=true$/;

describe('before anything is sent', () => {
  test.each([
    [{ ANTHROPIC_API_KEY: '' }, '$ANTHROPIC_API_KEY is not set'],
    [{ ANTHROPIC_API_KEY: 'two words' }, '$ANTHROPIC_API_KEY holds'],
    [{ ANTHROPIC_BASE_URL: 'ftp://x' }, '$ANTHROPIC_BASE_URL is not'],
  ])('%o is named', async (env, words) => {
    await using room = await openAgents({ env });
    await expect(room.tell(room.rowOf(), 'Hi')).rejects.toMatchObject({
      code: 'AGENT_FAILED',
      status: 502,
      message: expect.stringContaining(`managed-agents backend: ${words}`),
    });
    expect(room.mock.calls).toEqual([]);
  });

  const tool = { type: 'function', function: { name: 'f' } } as const;
  test.each([
    ['no text', { messages: [{ role: 'system', content: 'x' }] }, 'INVALID_REQUEST', 'input'],
    ['blank text', { messages: [{ role: 'user', content: ' ' }] }, 'INVALID_REQUEST', 'input'],
    [
      'a picture',
      { messages: [{ role: 'user', content: [{ type: 'image_url' }] }] },
      'NOT_SUPPORTED',
      'input',
    ],
    ["the client's tools", { tools: [tool] }, 'NOT_SUPPORTED', 'tools'],
    ["our servers' tools", { serverTools: ['hello.*'] }, 'NOT_SUPPORTED', 'tools'],
  ])('%s is refused', async (_, changes, code, param) => {
    await using room = await openAgents();
    const input = { ...toInput('Hi'), ...changes };
    await expect(room.tell(room.rowOf(), input)).rejects.toMatchObject({ code, param });
    expect(room.mock.calls).toEqual([]);
  });

  test('a key that was stored meanwhile counts', async () => {
    await using room = await openAgents({ env: { ANTHROPIC_API_KEY: '' } });
    await expect(room.tell(room.rowOf(), 'Hi')).rejects.toThrow('ANTHROPIC_API_KEY');
    room.variables['ANTHROPIC_API_KEY'] = KEY;
    expect((await room.tell(room.rowOf(), 'Hi')).text).toBe('hello');
  });
});

describe('what the API refuses', () => {
  const body = JSON.stringify({ error: { message: `no such key ${KEY}` } });
  test.each([
    [
      { status: 401, body },
      { status: 502, message: expect.stringMatching(/401.*\[secret\]/) },
    ],
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 429, retryAfterMs: 7_000 },
    ],
    [
      { status: 500, body: '<p>Oops</p>' },
      { status: 502, message: expect.stringContaining('Oops') },
    ],
    [{ status: 529 }, { status: 502 }],
    [{ status: 302, headers: { location: '/' } }, { status: 502 }],
  ])('%o is told at every call', async (refusal, expected) => {
    await using room = await openAgents();
    for (const path of [/environments/, /agents/, /sessions$/, /stream/, EVENTS]) {
      room.mock.interfere = (call) => (path.test(call.path) ? refusal : undefined);
      const failing = room.tell(room.rowOf({ model: 'claude-agent/fresh' }), 'Hi');
      await expect(failing).rejects.toMatchObject({ code: 'AGENT_FAILED', ...expected });
      room.mock.things.clear();
    }
    expect(JSON.stringify(room.log.lines)).not.toContain(KEY);
  });

  test('an answer that is no JSON', async () => {
    await using room = await openAgents();
    room.mock.interfere = () => ({ status: 200, body: '<html>' });
    await expect(room.tell(room.rowOf(), 'Hi')).rejects.toMatchObject({ code: 'UPSTREAM_INVALID' });
  });

  test('a session that is gone', async () => {
    await using room = await openAgents();
    const { row } = await room.tell(room.rowOf(), 'Hi');
    room.mock.forgetSessions();
    const { signal } = new AbortController();
    await expect(room.tell(row, 'Hi')).rejects.toMatchObject({ code: 'CONVERSATION_GONE' });
    await expect(room.agents.items?.(row, signal)).rejects.toMatchObject({
      code: 'CONVERSATION_GONE',
    });
    await expect(room.agents.remove(row, signal)).resolves.toBeUndefined();
  });
});

test.each(['silent', 'hang-up'] as const)('an API that is %s', async (how) => {
  await using room = await openAgents({ idleMs: 300 });
  room.mock.interfere = ({ path }) => (path === '/v1/sessions' ? how : undefined);
  await expect(room.tell(room.rowOf(), 'Hi')).rejects.toMatchObject({
    code: how === 'silent' ? 'UPSTREAM_TIMEOUT' : 'UPSTREAM_UNREACHABLE',
  });
});

describe('what goes wrong in a session', () => {
  const error = (retry?: string) => ({
    event: {
      type: 'session.error',
      error: { message: 'overloaded', ...(retry && { retry_status: { type: retry } }) },
    },
  });
  test.each([
    [error(), 'AGENT_FAILED'],
    [error('exhausted'), 'AGENT_FAILED'],
    [error('terminal'), 'CONVERSATION_GONE'],
    [{ event: { type: 'session.status_terminated' } }, 'CONVERSATION_GONE'],
    [{ event: { type: 'session.deleted' } }, 'CONVERSATION_GONE'],
  ])('%o is %s', async (step, code) => {
    await using room = await openAgents();
    room.mock.script([{ say: 'half' }, step, { wait: true }]);
    let text = '';
    const onEvent = (event: { kind: string; delta?: string }) => void (text += event.delta ?? '');
    const failing = room.tell(room.rowOf(), 'Hi', { onEvent });
    await expect(failing).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/^managed-agents backend: /),
    });
    expect(text).toBe('half');
  });

  test('an error that the cloud gets over by itself is none', async () => {
    await using room = await openAgents();
    room.mock.script([error('retrying'), { say: 'fine' }]);
    expect((await room.tell(room.rowOf(), 'Hi')).text).toBe('fine');
  });

  test('an agent that ran out of tries leaves an incomplete answer', async () => {
    await using room = await openAgents();
    const stop_reason = { type: 'retries_exhausted' };
    room.mock.script([{ say: 'so far' }, { event: { type: 'session.status_idle', stop_reason } }]);
    const { finished } = await room.tell(room.rowOf(), 'Hi');
    expect(finished?.result).toMatchObject({ text: 'so far', status: 'incomplete' });
  });

  test('silence has an end, and the agent is interrupted', async () => {
    await using room = await openAgents({ idleMs: 300 });
    room.mock.script([{ say: 'x' }, { wait: true }]);
    await expect(room.tell(room.rowOf(), 'Hi')).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    expect(room.mock.lastSent()).toEqual([{ type: 'user.interrupt' }]);
    expect(room.mock.openStreams()).toBe(0);
  });
});

describe('a cancel', () => {
  test.each(['/v1/environments', '/v1/sessions', /stream/, EVENTS])('at %s', async (path) => {
    await using room = await openAgents();
    room.mock.interfere = (call) => {
      const isIt = typeof path === 'string' ? call.path === path : path.test(call.path);
      return isIt && !JSON.stringify(call.body).includes('interrupt') ? 'silent' : undefined;
    };
    const controller = new AbortController();
    const running = room.tell(room.rowOf(), 'Hi', { signal: controller.signal });
    running.catch(() => undefined);
    await room.mock.called(
      path === '/v1/environments' || path === '/v1/sessions' || path === EVENTS ? 'POST' : 'GET',
      path,
    );
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(room.log.lines).toEqual([]);
  });

  test('in the middle of an answer interrupts the agent before the turn ends', async () => {
    await using room = await openAgents();
    room.mock.script([{ say: 'x' }, { wait: true }]);
    const controller = new AbortController();
    const onEvent = ({ kind }: { kind: string }) => kind === 'text' && controller.abort();
    const running = room.tell(room.rowOf(), 'Hi', { signal: controller.signal, onEvent });
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(room.mock.lastSent()).toEqual([{ type: 'user.interrupt' }]);
  });

  test('that the agent does not hear of is said in the log, without a word of the talk', async () => {
    await using room = await openAgents();
    room.mock.script([{ say: 'canary' }, { wait: true }]);
    room.mock.interfere = ({ body }) =>
      JSON.stringify(body).includes('interrupt') ? 'hang-up' : undefined;
    const controller = new AbortController();
    const onEvent = ({ kind }: { kind: string }) => kind === 'text' && controller.abort();
    const running = room.tell(room.rowOf(), 'canary', { signal: controller.signal, onEvent });
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(room.log.lines).toMatchObject([{ level: 'warn' }]);
    expect(JSON.stringify(room.log.lines)).not.toContain('canary');
  });

  test('is also what leaving the iteration is', async () => {
    await using room = await openAgents();
    room.mock.script([{ say: 'x' }, { wait: true }]);
    const { signal } = new AbortController();
    const options = { requestId: 'r', client: 'c', signal, headers: {}, metadata: {} };
    for await (const { kind } of room.agents.run(room.rowOf(), toInput('Hi'), options)) {
      if (kind === 'text') break;
    }
    expect(room.mock.lastSent()).toEqual([{ type: 'user.interrupt' }]);
  });
});
