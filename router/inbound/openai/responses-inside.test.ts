/** What happens on the way to an answer: calls of our servers, and what a model thinks. */
import { expect, test } from 'vitest';

import { recipeOf } from '../../testing/fake-recipes.ts';
import {
  answer,
  callsFor,
  chunk,
  toolCall,
  type Reply,
} from '../../testing/fake-scripted-model.ts';
import { createFakeToolServers, text } from '../../testing/fake-tool-servers.ts';
import { createOpenAiApp } from '../../testing/openai-app.ts';

const COUNT = toolCall('c1', 'mcp__hello__count', { to: 2 });
const MCP = { type: 'mcp', server_label: 'hello', require_approval: 'never' } as const;
const ASKED = { model: 'acme/m', input: 'count', tools: [MCP] };

const servers = () =>
  createFakeToolServers({
    'hello.count': () => text('1, 2'),
    'hello.break': () => ({ ...text('it broke'), isError: true }),
    'other.x': () => text('x'),
  });

async function ask(router: Awaited<ReturnType<typeof createOpenAiApp>>, stream: boolean) {
  const { responses } = router.client;
  return stream ? responses.stream(ASKED).finalResponse() : responses.create(ASKED);
}

test.each([false, true])('calls that ran inside are items (stream: %s)', async (stream) => {
  const replies = [
    callsFor([COUNT, toolCall('c2', 'mcp__hello__break')]),
    answer('done', { tokens: [1, 2] }),
  ];
  await using router = await createOpenAiApp({ replies, tools: servers() });
  const response = await ask(router, stream);
  expect(response.output_text).toBe('done');
  expect(response.output).toMatchObject([
    {
      type: 'mcp_list_tools',
      server_label: 'hello',
      tools: [
        { name: 'count', description: 'does count', input_schema: { type: 'object' } },
        { name: 'break' },
      ],
    },
    {
      type: 'mcp_call',
      status: 'completed',
      server_label: 'hello',
      name: 'count',
      arguments: '{"to":2}',
      output: '1, 2',
      error: null,
    },
    {
      type: 'mcp_call',
      status: 'failed',
      name: 'break',
      output: null,
      error: {
        type: 'mcp_tool_execution_error',
        content: [{ text: expect.stringContaining('it broke') }],
      },
    },
    { type: 'message', status: 'completed', content: [{ text: 'done' }] },
  ]);
  expect(new Set(response.output.map(({ id }) => id)).size).toBe(4);
});

test('the output goes back in as history', async () => {
  const first = [callsFor([COUNT]), answer('done', { message: { reasoning: 'hm' } })];
  await using router = await createOpenAiApp({
    replies: [...first, answer('again')],
    tools: servers(),
  });
  const { output } = await ask(router, false);
  const input = [...output, { role: 'user' as const, content: 'and now?' }];
  const { responses } = router.client;
  await responses.create({ model: 'acme/m', input: JSON.parse(JSON.stringify(input)) });
  expect(router.model.requests[2]?.messages).toMatchObject([
    { role: 'assistant', tool_calls: [{ function: COUNT.function }] },
    { role: 'tool', content: '1, 2' },
    { role: 'assistant', content: 'done' },
    { role: 'user', content: 'and now?' },
  ]);
});

test("a recipe's own calls stay hidden, those of a server that was named do not", async () => {
  const replies = [callsFor([COUNT, toolCall('c2', 'mcp__other__x')]), answer('done')];
  const recipes = [recipeOf('helper', { inferencer: 'acme/m', tools: ['other.x', 'hello.count'] })];
  await using router = await createOpenAiApp({ replies, recipes, tools: servers() });
  const { responses } = router.client;
  const model = 'woollama/helper';
  const named = await responses.create({ ...ASKED, model });
  const types = ['mcp_list_tools', 'mcp_call', 'message'];
  expect(named.output.map(({ type }) => type)).toEqual(types);
  const hidden = await responses.create({ model, input: 'hi' });
  expect(hidden.output.map(({ type }) => type)).toEqual(['message']);
});

test('a text before a call and one after it are two messages', async () => {
  const replies = [callsFor([COUNT], { message: { content: 'let me see' } }), answer('two')];
  await using router = await createOpenAiApp({ replies, tools: servers() });
  const { output } = await ask(router, true);
  expect(output.map(({ type }) => type)).toEqual([
    'mcp_list_tools',
    'message',
    'mcp_call',
    'message',
  ]);
});

test.each([
  ['always'],
  [{ always: { tool_names: ['count'] } }],
  [{ never: { tool_names: ['other'] } }],
])('approval %j is refused by name', async (require_approval) => {
  await using router = await createOpenAiApp({ tools: servers() });
  const tools = [{ ...MCP, require_approval }];
  const reply = await router.post('/v1/responses', { ...ASKED, tools });
  expect(reply.status).toBe(400);
  expect(reply.json()).toMatchObject({ error: { param: 'tools[0].require_approval' } });
});

test('tools of which none needs approval run', async () => {
  await using router = await createOpenAiApp({ replies: [answer('two')], tools: servers() });
  const require_approval = { never: { tool_names: ['count'] } };
  const tools = [{ ...MCP, require_approval, allowed_tools: ['count'] }];
  expect((await router.post('/v1/responses', { ...ASKED, tools })).status).toBe(200);
});

const thoughts = (field: string): readonly Reply[] => [
  [
    chunk({ [field]: 'let me ' }),
    chunk({ [field]: 'think' }),
    chunk({ content: 'yes' }),
    chunk({}, 'stop'),
  ],
];

test.each(['reasoning', 'reasoning_content'])('%s of a stream is an item', async (field) => {
  await using router = await createOpenAiApp({ replies: thoughts(field) });
  const stream = router.client.responses.stream({ model: 'acme/m', input: 'hi' });
  const types: string[] = [];
  stream.on('event', ({ type }) => void types.push(type));
  const { output } = await stream.finalResponse();
  expect(output).toMatchObject([
    {
      type: 'reasoning',
      status: 'completed',
      summary: [],
      content: [{ type: 'reasoning_text', text: 'let me think' }],
    },
    { type: 'message', content: [{ text: 'yes' }] },
  ]);
  expect(types.slice(2, 9)).toEqual([
    'response.output_item.added',
    'response.content_part.added',
    'response.reasoning_text.delta',
    'response.reasoning_text.delta',
    'response.reasoning_text.done',
    'response.content_part.done',
    'response.output_item.done',
  ]);
});

test('what a backend counts in detail is passed on', async () => {
  const usage = {
    prompt_tokens: 9,
    completion_tokens: 5,
    total_tokens: 14,
    prompt_tokens_details: { cached_tokens: 6 },
    completion_tokens_details: { reasoning_tokens: 4 },
  };
  await using router = await createOpenAiApp({ replies: [{ ...answer('yes'), usage }] });
  const response = await router.client.responses.create({ model: 'acme/m', input: 'hi' });
  expect(response.usage).toMatchObject({
    input_tokens_details: { cached_tokens: 6 },
    output_tokens_details: { reasoning_tokens: 4 },
  });
});
