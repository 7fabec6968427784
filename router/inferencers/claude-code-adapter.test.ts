import assert from 'node:assert';

import { describe, expect, test } from 'vitest';

import type { ChatRequest } from '#core/chat.ts';
import type { GrantHolder, ToolGrants } from '#core/ports/tool-grants.ts';
import { RouterError } from '#core/router-error.ts';
import { CLAUDE_USAGE, claudeResult, createFakeClaudeCode } from '../testing/fake-claude-code.ts';
import { toolEntry } from '../testing/fake-tool-servers.ts';
import { collect } from './fixtures/chat-frames.ts';
import { createClaudeCodeAdapter } from './adapters/claude-code/claude-code-adapter.ts';

const identity = { newId: () => 'id', nowSeconds: () => 1 };
const signal = new AbortController().signal;
const log: string[] = [];
let holder: GrantHolder | undefined;

const grants: ToolGrants = {
  open(entries, holding) {
    holder = holding;
    return {
      url: 'http://127.0.0.1:1/mcp',
      token: 'tok',
      names: entries.map(({ tool }) => tool),
      busy: () => false,
      close: () => void log.push('closed'),
    };
  },
  find: () => undefined,
};

function open(answer?: Parameters<typeof createFakeClaudeCode>[0]) {
  const claude = createFakeClaudeCode(answer);
  return { claude, adapter: createClaudeCodeAdapter({ claude, grants, identity }) };
}

function ask(changes: Partial<ChatRequest> = {}): ChatRequest {
  return { model: 'haiku', messages: [{ role: 'user', content: 'hi' }], ...changes };
}

describe('chat', () => {
  test('a whole answer, with its usage', async () => {
    const { claude, adapter } = open();
    const messages = [
      { role: 'system', content: 'SYS' },
      { role: 'user', content: 'hi' },
    ];
    expect(await adapter.complete(ask({ messages, temperature: 0.3 }), { signal })).toEqual({
      id: 'chatcmpl-id',
      object: 'chat.completion',
      created: 1,
      model: 'claude-fake-1',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hello there' },
          finish_reason: 'stop',
        },
      ],
      usage: CLAUDE_USAGE,
    });
    expect(claude.runs).toEqual([
      { model: 'haiku', prompt: 'hi', system: 'SYS', maxTurns: 1, signal },
    ]);
  });

  test('in pieces; usage only where it was asked for', async () => {
    const { adapter } = open();
    const chunks = await collect(adapter.stream(ask(), { signal }));
    expect(chunks.map(({ choices }) => choices[0]?.delta)).toEqual([
      { role: 'assistant', content: '' },
      { content: 'Hello ' },
      { content: 'there' },
      {},
    ]);
    expect(chunks.some(({ usage }) => usage !== undefined)).toBe(false);
    const asked = ask({ stream_options: { include_usage: true } });
    expect((await collect(adapter.stream(asked, { signal }))).at(-1)?.usage).toEqual(CLAUDE_USAGE);
  });

  test('default is the model of the program; a shape becomes a schema', async () => {
    const { claude, adapter } = open();
    const schema = { type: 'object', properties: {} };
    const response_format = { type: 'json_schema', json_schema: { name: 'x', schema } };
    await adapter.complete(ask({ model: 'default', response_format }), { signal });
    await adapter.complete(ask({ response_format: { type: 'json_object' } }), { signal });
    expect(claude.runs.map((run) => [run.model, run.schema])).toEqual([
      ['', schema],
      ['haiku', { type: 'object' }],
    ]);
  });

  test('a failure before the first word has a status of its own', async () => {
    const { adapter } = open(async function* () {
      yield { kind: 'session', sessionId: 's' };
      throw new RouterError('CLAUDE_FAILED', 'claude-code backend: exited 1');
    });
    const first = adapter.stream(ask(), { signal })[Symbol.asyncIterator]().next();
    await expect(first).rejects.toMatchObject({ code: 'CLAUDE_FAILED' });
  });

  test.each([
    [{ tools: [{ type: 'function', function: { name: 'f' } }] }, 'NOT_SUPPORTED', 'tools'],
    [{ n: 2 }, 'NOT_SUPPORTED', 'n'],
    [
      { response_format: { type: 'json_schema', json_schema: {} } },
      'INVALID_REQUEST',
      'response_format',
    ],
  ] as const)('%j is refused', async (changes, code, param) => {
    const { claude, adapter } = open();
    const asked = adapter.complete(ask(changes), { signal });
    await expect(asked).rejects.toMatchObject({ code, param });
    expect(claude.runs).toEqual([]);
  });

  test('nothing can be relayed to it', async () => {
    const { adapter } = open();
    expect(adapter.relays(() => false)).toBe(false);
  });
});

describe('delegated tools', () => {
  const delegated = {
    request: ask(),
    entries: [toolEntry('hello.count')],
    maxTurns: 5,
    requestId: 'req_1',
  };

  const run = (adapter: ReturnType<typeof open>['adapter']) => {
    const { delegate } = adapter;
    assert(delegate !== undefined);
    return delegate(delegated, { signal });
  };

  test('a grant for the run, in its name, which ends with it', async () => {
    const turns: number[] = [];
    const { claude, adapter } = open(async function* () {
      for (const turn of [1, 2]) {
        yield { kind: 'turn-started', turn, model: 'm' };
        turns.push(holder?.turn() ?? 0);
      }
      yield { kind: 'text', delta: 'done' };
      yield claudeResult('done');
    });
    log.length = 0;
    const events = await collect(run(adapter));
    expect(claude.runs[0]).toMatchObject({
      maxTurns: 5,
      tools: { url: 'http://127.0.0.1:1/mcp', token: 'tok', names: ['count'] },
    });
    expect(holder?.requestId).toBe('req_1');
    expect(turns).toEqual([1, 2]);
    expect(events.filter(({ kind }) => kind === 'turn-started')).toHaveLength(2);
    expect(log).toEqual(['closed']);
  });

  test('the grant ends with a run that fails, or that nobody follows any more', async () => {
    const { adapter } = open(async function* () {
      yield { kind: 'turn-started', turn: 1, model: 'm' };
      throw new RouterError('CLAUDE_FAILED');
    });
    log.length = 0;
    await expect(collect(run(adapter))).rejects.toMatchObject({ code: 'CLAUDE_FAILED' });
    const left = run(adapter)[Symbol.asyncIterator]();
    await left.next();
    await left.return?.();
    expect(log).toEqual(['closed', 'closed']);
  });
});
