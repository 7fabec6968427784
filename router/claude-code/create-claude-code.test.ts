import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, test, vi } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { isRunning } from '../mcp/fixtures/is-running.ts';
import { createFakeLog } from '../testing/fake-log.ts';
import { createClaudeCode } from './create-claude-code.ts';
import {
  eventsOf,
  openFakeClaude,
  runOf,
  textOf,
  type FakeClaude,
} from '../testing/open-fake-claude.ts';

const opened: FakeClaude[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((fake) => fake[Symbol.asyncDispose]()));
});

function open(...args: Parameters<typeof openFakeClaude>): FakeClaude {
  const fake = openFakeClaude(...args);
  opened.push(fake);
  return fake;
}

describe('what the program is given', () => {
  test('nothing built in, no settings, no words of anybody in its command line', async () => {
    const fake = open('text');
    await eventsOf(fake.claude.run(runOf({ prompt: 'PROMPT', system: 'SYSTEM' })));
    const { argv, stdin } = fake.seen();
    expect(argv.join(' ')).not.toMatch(/PROMPT|SYSTEM/);
    expect(argv.filter((word) => word.startsWith('-'))).toEqual([
      '-p',
      '--input-format',
      '--output-format',
      '--verbose',
      '--include-partial-messages',
      '--max-turns',
      '--strict-mcp-config',
      '--setting-sources',
      '--permission-mode',
      '--disable-slash-commands',
      '--tools',
      '--disallowedTools',
      '--model',
      '--no-session-persistence',
    ]);
    const after = (option: string) => argv[argv.indexOf(option) + 1];
    expect([after('--setting-sources'), after('--tools')]).toEqual(['', '']);
    expect([after('--permission-mode'), after('--max-turns')]).toEqual(['dontAsk', '1']);
    expect(after('--disallowedTools')).toMatch(/^Bash,Read,Write,/);
    const [settings, user] = stdin
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(settings).toMatchObject({ request: { systemPrompt: 'SYSTEM' } });
    expect(user).toMatchObject({ type: 'user', message: { role: 'user', content: 'PROMPT' } });
  });

  test('a prompt that looks like a command stays a prompt', async () => {
    const fake = open('text');
    await eventsOf(fake.claude.run(runOf({ prompt: '/init' })));
    expect(fake.seen().stdin).toContain('"content":"\\n/init"');
  });

  test('a small environment: no keys, no files named with @, no proxy to ourselves', async () => {
    const env = {
      ...process.env,
      ANTHROPIC_API_KEY: 'sk-ant-secret',
      WOOLLAMA_TOKEN: 'secret',
      CLAUDE_CODE_OAUTH_TOKEN: 'secret',
      CLAUDE_CONFIG_DIR: '/home/me/.claude',
      HTTPS_PROXY: 'http://proxy:3128',
      NO_PROXY: 'intern.example',
    };
    const fake = open('text', { env });
    await eventsOf(fake.claude.run(runOf()));
    const seen = fake.seen().env;
    expect(Object.values(seen).join('\n')).not.toMatch(/secret/);
    expect(seen).toMatchObject({
      HOME: process.env['HOME'],
      CLAUDE_CONFIG_DIR: '/home/me/.claude',
      HTTPS_PROXY: 'http://proxy:3128',
      NO_PROXY: 'intern.example,127.0.0.1,localhost,::1',
      ENABLE_TOOL_SEARCH: 'false',
      CLAUDE_CODE_DISABLE_ATTACHMENTS: '1',
    });
  });

  test('an empty folder of this user alone, removed afterwards', async () => {
    const fake = open('text');
    await eventsOf(fake.claude.run(runOf()));
    const { cwd, cwdMode, files } = fake.seen();
    expect({ cwdMode, files }).toEqual({ cwdMode: 0o700, files: [] });
    expect(existsSync(cwd)).toBe(false);
  });

  test('tools: our endpoint in a private file, the token nowhere else', async () => {
    const fake = open('tools');
    const tools = {
      url: 'http://127.0.0.1:1/mcp',
      token: 'wol_run_abc',
      names: ['hello__count_to', 'b'],
      busy: () => false,
    };
    await eventsOf(fake.claude.run(runOf({ tools, maxTurns: 8 })));
    const { argv, env, stdin, mcpConfig, mcpConfigMode, cwd } = fake.seen();
    expect(JSON.stringify([argv, env, stdin])).not.toContain('wol_run_abc');
    expect(argv).toContain('mcp__woollama__hello__count_to,mcp__woollama__b');
    expect(argv.join(' ')).toMatch(/--max-turns 8 --mcp-config \S+mcp\.json --strict-mcp-config/);
    expect(mcpConfigMode).toBe(0o600);
    expect(mcpConfig).toEqual({
      mcpServers: {
        woollama: {
          type: 'http',
          url: 'http://127.0.0.1:1/mcp',
          headers: { Authorization: 'Bearer wol_run_abc' },
        },
      },
    });
    expect(existsSync(cwd)).toBe(false);
  });

  test('a session: its folder stays, and only what belongs to the turn is passed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'woollama-session-'));
    const fake = open('text');
    await eventsOf(fake.claude.run(runOf({ folder, resume: 'abc-1', model: '' })));
    const { argv, cwd } = fake.seen();
    expect(cwd).toBe(folder);
    expect(argv.slice(-4)).toEqual(['--resume', 'abc-1', '--system-prompt-snapshot', 'off']);
    expect(argv).not.toContain('--model');
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  test.each([
    [{ model: '--dangerously-skip-permissions' }, 'UNKNOWN_MODEL'],
    [{ model: 'opus --x' }, 'UNKNOWN_MODEL'],
    [{ resume: '--continue', folder: tmpdir() }, 'CLAUDE_FAILED'],
    [{ tools: { url: '', token: '', names: ['a,Bash'], busy: () => false } }, 'INVALID_REQUEST'],
  ])('%j does not reach the command line', async (part, code) => {
    const fake = open('text');
    await expect(eventsOf(fake.claude.run(runOf(part)))).rejects.toMatchObject({ code });
    expect(fake.ran()).toBe(false);
  });
});

describe('what it says', () => {
  test('session, text in pieces, result', async () => {
    const fake = open('text');
    const events = await eventsOf(fake.claude.run(runOf()));
    expect(events).toEqual([
      { kind: 'session', sessionId: '11111111-2222-4333-8444-555555555555' },
      { kind: 'turn-started', turn: 1, model: 'claude-fake-1' },
      { kind: 'text', delta: 'Hello ' },
      { kind: 'text', delta: 'there ' },
      { kind: 'text', delta: 'wörld' },
      { kind: 'turn-ended', turn: 1, toolCalls: 0, finishReason: 'stop' },
      {
        kind: 'result',
        text: 'Hello there wörld',
        sessionId: '11111111-2222-4333-8444-555555555555',
        model: 'claude-fake-1',
        finishReason: 'stop',
        usage: {
          prompt_tokens: 15,
          completion_tokens: 7,
          total_tokens: 22,
          prompt_tokens_details: { cached_tokens: 3 },
        },
      },
    ]);
  });

  test('turns with tools; what helpers of its own say is no answer', async () => {
    const events = await eventsOf(open('tools').claude.run(runOf({ maxTurns: 8 })));
    expect(textOf(events)).toBe('First I count. Counted to 3');
    expect(events.filter(({ kind }) => kind === 'turn-ended')).toEqual([
      { kind: 'turn-ended', turn: 1, toolCalls: 1, finishReason: 'tool_calls' },
      { kind: 'turn-ended', turn: 2, toolCalls: 0, finishReason: 'stop' },
    ]);
  });

  test('with a schema only the object', async () => {
    const fake = open('schema');
    const events = await eventsOf(fake.claude.run(runOf({ schema: { type: 'object' } })));
    expect(textOf(events)).toBe('{"a":1}');
    expect(fake.seen().stdin).toContain('"jsonSchema":{"type":"object"}');
  });

  test.each([
    ['unstreamed', 'Only at the end'],
    ['garbage-beside', 'Hello'],
    ['split-bytes', 'Zürich 🎈'],
    ['stays-behind', 'Hello'],
  ])('%s', async (scenario, text) => {
    const events = await eventsOf(open(scenario).claude.run(runOf()));
    expect(textOf(events)).toBe(text);
    expect(events.at(-1)).toMatchObject({ kind: 'result', text });
  });

  test('a line of megabytes', async () => {
    const events = await eventsOf(open('huge-line').claude.run(runOf()));
    expect(textOf(events)).toHaveLength(3 * 1024 * 1024);
  });

  test('a prompt of megabytes arrives whole', async () => {
    const prompt = 'ä'.repeat(2 * 1024 * 1024);
    const events = await eventsOf(open('echo').claude.run(runOf({ prompt })));
    // Not `toContain`, which would print it.
    expect(textOf(events).includes(prompt)).toBe(true);
  });

  test('an answer that was cut', async () => {
    const events = await eventsOf(open('cut').claude.run(runOf()));
    expect(events.at(-1)).toMatchObject({ finishReason: 'length' });
  });
});

describe('failures', () => {
  test.each([
    ['error-result', 'CLAUDE_FAILED', /^claude-code backend: error result: API Error: 400 \*\*\*/],
    ['exit-3', 'CLAUDE_FAILED', /^claude-code backend: exited 3: boom \*\*\* x+$/],
    ['no-result', 'CLAUDE_FAILED', /ended without a result event/],
    ['garbage', 'CLAUDE_FAILED', /could not parse what it wrote: Welcome to Claude!/],
    ['refused', 'CLAUDE_FAILED', /refused its settings: what is a systemPrompt\?/],
    ['endless', 'CLAUDE_FAILED', /a line without end/],
    ['max-turns', 'MAX_TURNS', /used its max turns \(1\)/],
  ])('%s', async (scenario, code, message) => {
    const failure = eventsOf(open(scenario).claude.run(runOf()));
    const error = await failure.catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect((error as RouterError).message.length).toBeLessThan(400);
  });

  test.each(['lost-session', 'lost-session-in-words'])('%s', async (scenario) => {
    const folder = mkdtempSync(join(tmpdir(), 'woollama-session-'));
    const run = runOf({ folder, resume: '11111111-2222-4333-8444-555555555555' });
    const failure = eventsOf(open(scenario).claude.run(run));
    await expect(failure).rejects.toMatchObject({ code: 'CONVERSATION_GONE' });
    rmSync(folder, { recursive: true });
  });

  test('a program that is not there', async () => {
    const options = { env: process.env, mask: (text: string) => text, logger: createFakeLog() };
    const claude = createClaudeCode({ ...options, command: 'no-such-claude' });
    expect(claude.found()).toBe(false);
    await expect(eventsOf(claude.run(runOf()))).rejects.toMatchObject({
      code: 'CLAUDE_FAILED',
      message: expect.stringContaining("'no-such-claude' was not found on PATH"),
    });
    expect(open('text').claude.found()).toBe(true);
  });
});

/** Runs until it hangs; then the ids of the program and of its child. */
async function untilHanging(events: AsyncIterator<{ readonly kind: string }>): Promise<number[]> {
  for (;;) {
    const { value, done } = await events.next();
    if (done === true) throw new Error('it ended');
    const pids = /^pids (\d+) (\d+)$/.exec(String((value as { delta?: string }).delta));
    if (pids !== null) return pids.slice(1).map(Number);
  }
}

async function expectGone(pids: readonly number[]): Promise<void> {
  await vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), { timeout: 10_000 });
}

describe('the end of a run', () => {
  test('a cancelled one takes the whole process group with it', { timeout: 20_000 }, async () => {
    const fake = open('hang');
    const cancelling = new AbortController();
    const events = fake.claude.run(runOf({ signal: cancelling.signal }))[Symbol.asyncIterator]();
    const pids = await untilHanging(events);
    cancelling.abort(new RouterError('CANCELLED'));
    await expect(events.next()).rejects.toMatchObject({ code: 'CANCELLED' });
    // Also the one that ignores SIGTERM.
    expect(pids.filter(isRunning)).toEqual([]);
    expect(existsSync(fake.seen().cwd)).toBe(false);
  });

  test('a reader that leaves ends it', { timeout: 20_000 }, async () => {
    const fake = open('hang');
    const events = fake.claude.run(runOf())[Symbol.asyncIterator]();
    const pids = await untilHanging(events);
    await events.return?.();
    await expectGone(pids);
    expect(existsSync(fake.seen().cwd)).toBe(false);
  });

  test('so does the end of the router', { timeout: 20_000 }, async () => {
    const fake = open('hang');
    const events = fake.claude.run(runOf())[Symbol.asyncIterator]();
    const pids = await untilHanging(events);
    const failure = expect(events.next()).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await fake.claude.stop();
    await failure;
    await expectGone(pids);
    await expect(eventsOf(fake.claude.run(runOf()))).rejects.toMatchObject({
      code: 'SHUTTING_DOWN',
    });
  });

  test('silence ends it, but not that of a tool that runs', { timeout: 20_000 }, async () => {
    const idleMs = { plain: 300, tools: 300 };
    const plain = open('hang', { idleMs });
    await expect(eventsOf(plain.claude.run(runOf()))).rejects.toMatchObject({
      code: 'UPSTREAM_TIMEOUT',
      message: 'claude-code backend: timed out after 0.3 s without a word',
    });
    let asked = 0;
    const busy = () => (asked += 1) <= 3;
    const tools = { url: 'http://127.0.0.1:1/mcp', token: 't', names: ['a'], busy };
    const failure = eventsOf(open('hang', { idleMs }).claude.run(runOf({ tools })));
    await expect(failure).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    expect(asked).toBe(4);
  });

  test('nothing starts for a run that is cancelled already', async () => {
    const fake = open('text');
    const run = runOf({ signal: AbortSignal.abort(new RouterError('CANCELLED')) });
    await expect(eventsOf(fake.claude.run(run))).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(fake.ran()).toBe(false);
  });
});
