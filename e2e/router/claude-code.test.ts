/** Models of Claude Code for the official client of OpenAI, with a program that stands in for it. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import OpenAI from 'openai';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { filesWith } from '../fixtures/find-words.ts';
import {
  createHome,
  eventually,
  isAlive,
  startRouter,
  type Home,
  type RouterProcess,
} from '../fixtures/router-process.ts';

const PROGRAM = join(import.meta.dirname, '..', 'fixtures', 'fake-claude.ts');
const CANARY = 'kanarienvogel-7731';
const MODEL = 'claude-code/haiku';

interface Seen {
  readonly argv: readonly string[];
  readonly pid: number;
  readonly cwd: string;
}

let home: Home;
let router: RouterProcess;
let openai: OpenAI;

beforeEach(async () => {
  home = createHome({ WOOLLAMA_LOG_LEVEL: 'trace' });
  const program = join(home.dir, 'claude');
  const report = join(home.dir, 'report.jsonl');
  const script = `FAKE_CLAUDE_REPORT='${report}' exec '${process.execPath}' '${PROGRAM}' "$@"`;
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  Object.assign(home.env, { WOOLLAMA_CLAUDE_BIN: program, TMPDIR: join(home.dir, 'run') });
  await start();
});
afterEach(async () => {
  await router.kill();
  home.remove();
});

async function start(): Promise<void> {
  router = await startRouter(home);
  openai = new OpenAI({ baseURL: router.baseUrl, apiKey: 'none', maxRetries: 0 });
}

function seen(): Seen[] {
  const path = join(home.dir, 'report.jsonl');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Seen);
}

async function rows(): Promise<{ id: string; status: string }[]> {
  const list: { data: { id: string; status: string }[] } = await openai.get('/conversations');
  return list.data;
}

/** Begins a turn that does not end; resolves when it says something. */
async function beginEndless(conversation?: string): Promise<void> {
  const body = { model: MODEL, input: `${CANARY} wait`, store: true, stream: true } as const;
  const stream = await openai.responses.create({
    ...body,
    ...(conversation !== undefined && { conversation }),
  });
  const events = stream[Symbol.asyncIterator]();
  let type: string | undefined;
  while (type !== 'response.output_text.delta') type = (await events.next()).value?.type;
}

test('it answers chat completions and responses, whole and streamed', async () => {
  const messages = [{ role: 'user', content: `${CANARY} ping` }] as const;
  const models = await Array.fromAsync(openai.models.list());
  expect(models.map(({ id }) => id)).toContain(MODEL);
  const whole = await openai.chat.completions.create({ model: MODEL, messages: [...messages] });
  expect(whole).toMatchObject({
    choices: [{ message: { content: 'pong' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 10, completion_tokens: 7 },
  });
  const chunks = await Array.fromAsync(
    await openai.chat.completions.create({ model: MODEL, messages: [...messages], stream: true }),
  );
  expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('pong');
  const response = await openai.responses.create({ model: MODEL, input: `${CANARY} ping` });
  expect(response).toMatchObject({ output_text: 'pong', conversation: null });
  const events = await Array.fromAsync(
    await openai.responses.create({ model: MODEL, input: 'ping', stream: true }),
  );
  expect(events.at(-1)).toMatchObject({ type: 'response.completed' });
  expect(seen()).toHaveLength(4);
  expect(JSON.stringify(seen())).not.toContain(CANARY);
  expect(filesWith(CANARY, home.dir)).toEqual([]);
});

test('it goes on with its own session, and none of us writes down what was said', async () => {
  const first = await openai.responses.create({ model: MODEL, input: CANARY, store: true });
  const second = await openai.responses.create({
    input: `${CANARY} again`,
    previous_response_id: first.id,
  });
  expect(second).toMatchObject({ output_text: 'pong', conversation: first.conversation });
  const [one, two] = seen();
  expect(one?.argv).not.toContain('--resume');
  expect(two?.argv.join(' ')).toContain('--resume 11111111-2222-4333-8444-555555555555');
  expect(two?.cwd).toBe(one?.cwd);
  expect(filesWith(CANARY, home.dir)).toEqual([]);
  const refusal = openai.responses.retrieve(second.id);
  await expect(refusal).rejects.toMatchObject({ status: 501, code: 'not_supported' });
});

test('a recipe hands it its tools, and those only', async () => {
  const { output_text } = await openai.responses.create({
    model: 'woollama/cc-counter',
    input: `${CANARY} count to 3`,
  });
  const { names, counted, other } = JSON.parse(output_text) as Record<string, unknown>;
  expect(names).toEqual(['hello__count_to']);
  expect(JSON.stringify(counted)).toContain('3');
  expect(other).toBe('refused');
  expect(filesWith(CANARY, home.dir)).toEqual([]);
});

test('kill -9 in the middle of turns takes the programs along, and what began with them', async () => {
  const kept = await openai.conversations.create({ model: MODEL } as object);
  await beginEndless();
  await beginEndless(kept.id);
  expect(await rows()).toMatchObject([{ status: 'busy' }, { status: 'busy' }]);
  await router.kill();
  for (const { pid } of seen()) {
    await eventually(
      () => isAlive(pid),
      (lives) => !lives,
    );
  }
  expect(filesWith(CANARY, home.dir)).toEqual([]);
  await start();
  const left = await eventually(rows, (list) => list.length === 1);
  expect(left).toMatchObject([{ id: kept.id, status: 'idle' }]);
  const { output_text } = await openai.responses.create({ input: 'ping', conversation: kept.id });
  expect(output_text).toBe('pong');
});
