import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { ClaudeEvent } from '#core/ports/claude-code.ts';
import type { BackendEvent } from '#core/ports/conversation-backend.ts';
import type { TurnInput, TurnOptions } from '#core/ports/conversations.ts';
import type { ConversationRow } from '#core/ports/handles.ts';
import { RouterError } from '#core/router-error.ts';
import { openFakeClaude } from '../testing/open-fake-claude.ts';
import { CLAUDE_USAGE, claudeResult, createFakeClaudeCode } from '../testing/fake-claude-code.ts';
import { createClaudeResume } from './backends/claude-resume/create-claude-resume.ts';

let root: string;
let dir: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'woollama-resume-'));
  dir = join(root, 'conversations');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function rowOf(changes: Partial<ConversationRow> = {}): ConversationRow {
  return {
    id: 'conv_1',
    backend: 'claude-resume',
    model: 'claude-code/haiku',
    nativeId: null,
    folder: null,
    title: null,
    key: null,
    metadata: {},
    status: 'idle',
    pendingId: null,
    lastClient: null,
    createdAt: 1,
    updatedAt: 1,
    ...changes,
  };
}

function inputOf(changes: Partial<TurnInput> = {}): TurnInput {
  const messages = [
    { role: 'system', content: 'SYS' },
    { role: 'user', content: 'hi' },
  ];
  return { messages, params: {}, tools: [], serverTools: [], ...changes };
}

const options: TurnOptions = {
  requestId: 'req_1',
  client: 'test',
  signal: new AbortController().signal,
  headers: {},
  metadata: {},
};

async function eventsOf(events: AsyncIterable<BackendEvent>): Promise<readonly BackendEvent[]> {
  const all: BackendEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe('turns', () => {
  test('the first makes a private folder and a session', async () => {
    const claude = createFakeClaudeCode();
    const owner = createClaudeResume({ claude, dir });
    const folder = join(dir, 'conv_1');
    expect(await eventsOf(owner.run(rowOf(), inputOf(), options))).toEqual([
      { kind: 'native', nativeId: 'session-1', folder },
      { kind: 'text', delta: 'Hello ' },
      { kind: 'text', delta: 'there' },
      {
        kind: 'finished',
        result: { text: 'Hello there', toolCalls: [], usage: CLAUDE_USAGE, status: 'completed' },
      },
    ]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const { signal } = options;
    expect(claude.runs).toEqual([
      { model: 'haiku', prompt: 'hi', system: 'SYS', maxTurns: 1, folder, signal },
    ]);
  });

  test('later ones go on with it, in the same folder, also when that was swept away', async () => {
    const claude = createFakeClaudeCode();
    const owner = createClaudeResume({ claude, dir });
    const folder = join(root, 'elsewhere');
    const row = rowOf({ nativeId: 'session-1', folder, model: 'claude-code/default' });
    const events = await eventsOf(owner.run(row, inputOf(), options));
    expect(events.some(({ kind }) => kind === 'native')).toBe(false);
    expect(claude.runs[0]).toMatchObject({ model: '', resume: 'session-1', folder });
    expect(existsSync(folder)).toBe(true);
  });

  test('a session that was given another id is followed', async () => {
    const owner = createClaudeResume({ claude: createFakeClaudeCode(), dir });
    const events = await eventsOf(owner.run(rowOf({ nativeId: 'old' }), inputOf(), options));
    expect(events[0]).toMatchObject({ kind: 'native', nativeId: 'session-1' });
  });

  test('an answer that was cut is incomplete', async () => {
    const claude = createFakeClaudeCode(async function* () {
      yield { ...claudeResult('Hel'), finishReason: 'length' } as ClaudeEvent;
    });
    const events = await eventsOf(
      createClaudeResume({ claude, dir }).run(rowOf(), inputOf(), options),
    );
    expect(events.at(-1)).toMatchObject({ result: { status: 'incomplete' } });
  });

  test('a first turn that fails before its session leaves no folder', async () => {
    const claude = createFakeClaudeCode(() => failing());
    const turn = createClaudeResume({ claude, dir }).run(rowOf(), inputOf(), options);
    await expect(eventsOf(turn)).rejects.toMatchObject({ code: 'CLAUDE_FAILED' });
    expect(existsSync(join(dir, 'conv_1'))).toBe(false);
  });

  test('a session that is gone says so', async () => {
    await using fake = openFakeClaude('lost-session');
    const owner = createClaudeResume({ claude: fake.claude, dir });
    const turn = owner.run(rowOf({ nativeId: 'session-1' }), inputOf(), options);
    await expect(eventsOf(turn)).rejects.toMatchObject({ code: 'CONVERSATION_GONE' });
  });

  test.each([
    [{ tools: [{ type: 'function', function: { name: 'f' } }] }, 'tools'],
    [{ serverTools: ['hello.*'] }, 'tools'],
    [{ messages: [{ role: 'user', content: [{ type: 'image_url' }] }] }, 'messages'],
  ] as const)('%j is refused', async (changes, param) => {
    const claude = createFakeClaudeCode();
    const owner = createClaudeResume({ claude, dir });
    const turn = owner.run(rowOf(), inputOf(changes), options);
    await expect(eventsOf(turn)).rejects.toMatchObject({ code: 'NOT_SUPPORTED', param });
    expect([claude.runs.length, existsSync(dir)]).toEqual([0, false]);
  });
});

test('it holds what Claude Code answers, while that is there', () => {
  const claude = createFakeClaudeCode();
  const owner = createClaudeResume({ claude, dir });
  expect(owner.accepts('claude-code/opus')).toBe(true);
  expect(owner.accepts('openai/gpt')).toMatch(/claude-code\/<model> only/);
  claude.isFound = false;
  expect(owner.accepts('claude-code/opus')).toMatch(
    /not found.*install it, or name .*WOOLLAMA_CLAUDE_BIN/,
  );
  expect(owner.items).toBeUndefined();
  expect(owner.whyHidden).toMatch(/does not hand them out/);
});

test('removing takes its own folder, and none from elsewhere', async () => {
  const owner = createClaudeResume({ claude: createFakeClaudeCode(), dir });
  const [own, foreign] = [join(dir, 'conv_1'), join(root, 'precious')];
  for (const folder of [own, foreign]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(foreign, 'file'), '');
  await owner.remove(rowOf({ folder: foreign }), options.signal);
  await owner.remove(rowOf({ folder: own }), options.signal);
  expect([existsSync(own), existsSync(join(foreign, 'file'))]).toEqual([false, true]);
});

async function* failing(): AsyncGenerator<ClaudeEvent> {
  yield { kind: 'text', delta: '' };
  throw new RouterError('CLAUDE_FAILED');
}
