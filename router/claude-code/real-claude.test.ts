/**
 * The real `claude` program against a scripted Messages API, through the whole router. Runs where
 * CLAUDE_BIN names the program, which is not ours to install; nothing but loopback is needed.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, test, vi } from 'vitest';

import type { ChatChunk, ChatCompletion } from '#core/chat.ts';
import type { ClaudeEvent } from '#core/ports/claude-code.ts';
import { createFakeLog } from '../testing/fake-log.ts';
import { createClaudeCode } from './create-claude-code.ts';
import {
  startMessagesApi,
  type MessagesApi,
  type MessagesRequest,
  type Reply,
} from './fixtures/messages-api.ts';
import { openClaudeRoom, type ClaudeRoom } from '../testing/open-claude-room.ts';
import { eventsOf, runOf, textOf } from '../testing/open-fake-claude.ts';

const { CLAUDE_BIN } = process.env;

const RECIPES = `
[recipes.counter]
inferencer = "claude-code/haiku"
tools = ["hello.count_to"]
system = "You count."

[recipes.plain]
inferencer = "claude-code/haiku"
tools = []
system = "You are kind."
`;

const hasResult = (request: MessagesRequest) =>
  JSON.stringify(request.messages).includes('tool_result');
const say = (...pieces: string[]): Reply => ({ kind: 'text', pieces });

let room: ClaudeRoom | undefined;
let api: MessagesApi | undefined;

afterEach(async () => {
  await room?.[Symbol.asyncDispose]();
  await api?.[Symbol.asyncDispose]();
  room = undefined;
  api = undefined;
});

async function open(
  answer: (request: MessagesRequest) => Reply,
  token?: string,
): Promise<{ readonly room: ClaudeRoom; readonly api: MessagesApi }> {
  api = await startMessagesApi(answer);
  room = await openClaudeRoom({
    program: CLAUDE_BIN ?? '',
    env: { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'test' },
    recipes: RECIPES,
    ...(token !== undefined && { token }),
  });
  await vi.waitFor(
    () =>
      expect(room?.router.status().servers.map(({ state }) => state)).toEqual([
        'connected',
        'connected',
      ]),
    {
      timeout: 20_000,
    },
  );
  return { room, api };
}

const user = (content: string) => ({ role: 'user', content });

async function chunksOf(response: Response): Promise<readonly ChatChunk[]> {
  const frames = (await response.text()).split('\n\n').filter((frame) => frame.startsWith('data:'));
  return frames
    .map((frame) => frame.slice('data: '.length))
    .filter((data) => data !== '[DONE]')
    .map((data) => JSON.parse(data) as ChatChunk);
}

describe.skipIf(CLAUDE_BIN === undefined)(
  'the real Claude Code (set CLAUDE_BIN to the program to run these)',
  { timeout: 60_000 },
  () => {
    test('a completion: our prompt and system prompt, no tools, nothing of the user', async () => {
      const { room, api } = await open(() => say('Hel', 'lo ', 'wörld'));
      mkdirSync(join(room.home, '.claude'), { recursive: true });
      writeFileSync(join(room.home, '.claude', 'CLAUDE.md'), 'CANARY-MEMORY');
      const hook = { hooks: [{ type: 'command', command: `touch ${room.root}/HOOKED` }] };
      const settings = { hooks: { SessionStart: [hook], UserPromptSubmit: [hook] } };
      writeFileSync(join(room.home, '.claude', 'settings.json'), JSON.stringify(settings));
      writeFileSync(join(room.root, 'secret.txt'), 'CANARY-FILE');
      const prompt = `/look at @${room.root}/secret.txt`;
      const messages = [{ role: 'system', content: 'BE-SHORT' }, user(prompt)];
      const response = await room.ask({ model: 'claude-code/haiku', messages });
      const completion = (await response.json()) as ChatCompletion;
      expect(completion.choices[0]).toMatchObject({
        message: { role: 'assistant', content: 'Hello wörld' },
        finish_reason: 'stop',
      });
      expect(completion.usage).toMatchObject({ prompt_tokens: 11, completion_tokens: 7 });
      const [request] = api.requests;
      expect(request?.tools ?? []).toEqual([]);
      const seen = JSON.stringify(request);
      expect(seen).toContain('BE-SHORT');
      expect(seen).toContain(prompt);
      expect(seen).not.toMatch(/CANARY/);
      expect(existsSync(join(room.root, 'HOOKED'))).toBe(false);
    });

    test('a stream comes in pieces, once', async () => {
      const { room } = await open(() => say('one ', 'two ', 'three'));
      const response = await room.ask({
        model: 'claude-code/haiku',
        messages: [user('count')],
        stream: true,
        stream_options: { include_usage: true },
      });
      const chunks = await chunksOf(response);
      const deltas = chunks.map(({ choices }) => choices[0]?.delta.content).filter(Boolean);
      expect(deltas).toEqual(['one ', 'two ', 'three']);
      expect(chunks.at(-1)?.usage).toMatchObject({ completion_tokens: 7 });
      // No transcript of a call that belongs to no conversation.
      const projects = join(room.home, '.claude', 'projects');
      const left = existsSync(projects) ? readdirSync(projects, { recursive: true }) : [];
      expect(left.filter((name) => String(name).endsWith('.jsonl'))).toEqual([]);
    });

    test('a recipe without tools', async () => {
      const { room, api } = await open(() => say('fine'));
      const response = await room.ask({ model: 'woollama/plain', messages: [user('how?')] });
      expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'fine' } }] });
      expect(JSON.stringify(api.requests[0]?.system)).toContain('You are kind.');
    });

    test('an answer of a given shape', async () => {
      const { room } = await open((request) => {
        const tool = request.tools?.find(({ name }) => name.startsWith('Structured'));
        const isNew = tool !== undefined && !hasResult(request);
        return isNew ? { kind: 'tool', name: tool.name, input: { a: 1 } } : say('done');
      });
      const schema = { type: 'object', properties: { a: { type: 'number' } }, required: ['a'] };
      const response = await room.ask({
        model: 'claude-code/haiku',
        messages: [user('give me a')],
        response_format: { type: 'json_schema', json_schema: { name: 'a', schema } },
      });
      const completion = (await response.json()) as ChatCompletion;
      expect(completion.choices[0]?.message.content).toBe('{"a":1}');
    });

    test("the API's error is told, and no key in it", async () => {
      const message = 'no such thing sk-ant-api03-abcdefghijklmnop1234';
      const { room } = await open(() => ({ kind: 'error', status: 400, message }));
      const response = await room.ask({ model: 'claude-code/haiku', messages: [user('hi')] });
      expect(response.status).toBe(502);
      const body = await response.text();
      expect(body).toContain('claude-code backend: error result: API Error: 400 no such thing');
      expect(body).not.toContain('abcdefghijklmnop');
    });

    test('a delegated tool runs through our router and shows under the request', async () => {
      const { room, api } = await open((request) => {
        if (hasResult(request)) return say('Counted ', 'to 3');
        return { kind: 'tool', name: 'mcp__woollama__hello__count_to', input: { n: 3 } };
      }, 'tok-1234');
      const response = await room.ask({ model: 'woollama/counter', messages: [user('to 3')] });
      expect(await response.json()).toMatchObject({
        model: 'woollama/counter',
        choices: [{ message: { content: 'Counted to 3' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 22, completion_tokens: 14 },
      });
      expect(api.requests[0]?.tools?.map(({ name }) => name)).toEqual([
        'mcp__woollama__hello__count_to',
      ]);
      const { events } = room;
      const request = events.find(({ kind }) => kind === 'request-started');
      expect(request).toMatchObject({ model: 'woollama/counter' });
      const requestId = request?.kind === 'request-started' ? request.requestId : '';
      const mine = events.filter((event) => 'requestId' in event && event.requestId === requestId);
      expect(
        mine.map(({ kind }) => kind).filter((kind) => kind !== 'tool-call-progressed'),
      ).toEqual([
        'request-started',
        'turn-started',
        'turn-ended',
        'tool-call-started',
        'tool-call-ended',
        'turn-started',
        'turn-ended',
        'request-ended',
      ]);
      expect(mine).toContainEqual(
        expect.objectContaining({ kind: 'tool-call-started', turn: 1, tool: 'hello.count_to' }),
      );
      // Nothing but the recipe's own request: the call is no second one.
      expect(events.filter(({ kind }) => kind === 'request-started')).toHaveLength(1);
    });

    test.each([
      ['a tool of ours beyond the list', 'mcp__woollama__textops__word_count', { text: 'x' }],
      ['a shell', 'Bash', { command: 'touch CANARY' }],
      ['a file', 'Read', { file_path: '/etc/passwd' }],
    ])('%s is refused, and the run goes on', async (_what, name, input) => {
      const { room, api } = await open((request) =>
        hasResult(request) ? say('I may not') : { kind: 'tool', name, input },
      );
      const response = await room.ask({ model: 'woollama/counter', messages: [user('try')] });
      expect(await response.json()).toMatchObject({
        choices: [{ message: { content: 'I may not' } }],
      });
      expect(JSON.stringify(api.requests[1]?.messages)).toMatch(/"is_error":true/);
      expect(room.events.filter(({ kind }) => kind === 'tool-call-started')).toEqual([]);
    });

    test('a session goes on in its folder, also with another system prompt', async () => {
      const { room, api } = await open(() => say('noted'));
      const claude = createClaudeCode({
        command: join(room.root, 'claude'),
        env: { PATH: process.env['PATH'] },
        mask: (text) => text,
        logger: createFakeLog(),
      });
      const folder = join(room.root, 'conversation');
      mkdirSync(folder, { mode: 0o700 });
      const first = await eventsOf(claude.run(runOf({ folder, prompt: 'ONE', system: 'FIRST' })));
      const resume = sessionOf(first);
      const run = runOf({ folder, resume, prompt: 'TWO', system: 'SECOND' });
      const second = await eventsOf(claude.run(run));
      expect(textOf(second)).toBe('noted');
      const seen = JSON.stringify(api.requests[1]?.messages);
      expect(seen).toMatch(/ONE.*noted.*TWO/);
      expect(JSON.stringify(api.requests[1]?.system)).toMatch(/SECOND/);
      // The transcript is with the program, not with us.
      expect(readdirSync(folder)).toEqual([]);
      const gone = runOf({ folder, resume: '00000000-0000-4000-8000-000000000000' });
      await expect(eventsOf(claude.run(gone))).rejects.toMatchObject({ code: 'CONVERSATION_GONE' });
      await claude.stop();
    });

    test('a client that hangs up ends the program and its call of the API', async () => {
      const { room, api } = await open(() => ({ kind: 'silence' }));
      const hanging = new AbortController();
      const asked = room.ask(
        { model: 'claude-code/haiku', messages: [user('hi')] },
        hanging.signal,
      );
      await vi.waitFor(() => expect(api.requests).toHaveLength(1), { timeout: 20_000 });
      hanging.abort();
      await expect(asked).rejects.toThrow(/abort/);
      await api.hungUp;
    });
  },
);

function sessionOf(events: readonly ClaudeEvent[]): string {
  const result = events.at(-1);
  return result?.kind === 'result' ? result.sessionId : '';
}
