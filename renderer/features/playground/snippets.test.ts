import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

import { toCurl, toJavaScript, toPython, type SnippetHost } from './snippets.ts';

const OPEN: SnippetHost = { origin: 'http://127.0.0.1:4711', tokenRequired: false };
const LOCKED: SnippetHost = { ...OPEN, tokenRequired: true };

const NASTY = `it's "$HOME" \`id\` $(id) \\ \n ü 🐑 </script> \${x}`;
const BODY = {
  model: 'woollama/streamer',
  messages: [{ role: 'user', content: NASTY }],
  max_tokens: 5,
};
const CHAT = { path: '/v1/chat/completions', body: BODY };
const TURN = {
  path: '/v1/responses',
  body: { conversation: 'conv_1', input: NASTY, store: true },
};
const PATTERN = { path: '/w1/patterns/greet/run', body: { input: [], variables: { a: NASTY } } };

describe('curl', () => {
  test.each([CHAT, TURN, PATTERN])('says exactly what is sent, whatever is in it', (call) => {
    // A shell reads it as the user's would; `curl` only tells its arguments.
    const script = `curl() { for one in "$@"; do printf '%s\\0' "$one"; done; }\n${toCurl(call, OPEN)}`;
    const args = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0');
    expect(args[0]).toBe(OPEN.origin + call.path);
    expect(JSON.parse(args[args.indexOf('-d') + 1] ?? '')).toEqual(call.body);
  });

  test('the token stays in the environment', () => {
    expect(toCurl(CHAT, LOCKED)).toContain('-H "authorization: Bearer $WOOLLAMA_TOKEN"');
    expect(toCurl(CHAT, OPEN)).not.toContain('authorization');
  });
});

describe('JavaScript', () => {
  test('with the OpenAI SDK', async () => {
    const asked: unknown[] = [];
    class OpenAI {
      readonly options: unknown;
      readonly chat = {
        completions: {
          create: async (body: unknown) => {
            asked.push(this.options, body);
            return { choices: [{ message: { content: 'hi' } }] };
          },
        },
      };
      constructor(options: unknown) {
        this.options = options;
      }
    }
    await runModule(toJavaScript(CHAT, OPEN).replace('import OpenAI from "openai";', ''), {
      OpenAI,
    });
    expect(asked).toEqual([{ baseURL: `${OPEN.origin}/v1`, apiKey: 'not-needed' }, BODY]);
  });

  test('with fetch for patterns', async () => {
    const asked: unknown[] = [];
    const fetch = async (url: string, init: RequestInit) => {
      asked.push(url, await new Response(init.body ?? null).json());
      return Response.json({ choices: [{ message: { content: 'hi' } }] });
    };
    await runModule(toJavaScript(PATTERN, LOCKED), { fetch });
    expect(asked).toEqual([OPEN.origin + PATTERN.path, PATTERN.body]);
    expect(toJavaScript(PATTERN, LOCKED)).toContain('process.env.WOOLLAMA_TOKEN');
  });
});

/** Runs a snippet with what it imports handed in. */
async function runModule(code: string, globals: Record<string, unknown>): Promise<void> {
  const names = Object.keys(globals);
  const AsyncFunction = async function () {}.constructor as new (
    ...args: string[]
  ) => (...values: unknown[]) => Promise<void>;
  const quiet = { log: () => undefined };
  await new AsyncFunction(...names, 'console', code)(...Object.values(globals), quiet);
}

describe('Python', () => {
  test('with the OpenAI SDK', () => {
    const code = toPython({ ...CHAT, body: { model: 'a/b', messages: [], stream: false } }, OPEN);
    expect(code).toContain(
      'client = OpenAI(base_url="http://127.0.0.1:4711/v1", api_key="not-needed")',
    );
    expect(code).toContain('    model="a/b",\n    messages=[],\n    stream=False,\n');
  });

  test('a turn of a conversation', () => {
    const code = toPython({ ...TURN, body: { conversation: 'conv_1', store: true } }, OPEN);
    expect(code).toContain(
      'answer = client.responses.create(\n    conversation="conv_1",\n    store=True,\n)\nprint(answer.output_text)',
    );
    expect(toJavaScript(TURN, OPEN)).toContain('await client.responses.create({');
  });

  test('texts are written as Python reads them', () => {
    expect(toPython(CHAT, OPEN)).toContain(`{"role": "user", "content": ${JSON.stringify(NASTY)}}`);
  });

  test('patterns need nothing but Python, and the token stays in the environment', () => {
    const code = toPython(PATTERN, LOCKED);
    expect(code).toContain('import os\nimport urllib.request');
    expect(code).toContain('"Bearer " + os.environ["WOOLLAMA_TOKEN"]');
  });
});
