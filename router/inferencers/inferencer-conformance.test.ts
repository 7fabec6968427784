/** Every adapter against the suite all inferencers must pass. */
import { describeInferencer, type InferencerHarness } from '../testing/inferencer-suite.ts';
import { createDemoAdapter } from './adapters/demo/demo-adapter.ts';
import { createOllamaAdapter } from './adapters/ollama/ollama-adapter.ts';
import { createOpenaiAdapter } from './adapters/openai/openai-adapter.ts';
import { realIdentity } from './adapters/shared/identity.ts';
import { answerAsOllama, line } from './fixtures/answer-as-ollama.ts';
import { answerAsOpenai } from './fixtures/answer-as-openai.ts';
import { frame } from './fixtures/chat-frames.ts';
import {
  json,
  ndjson,
  sse,
  startFakeUpstream,
  type Answerer,
  type Script,
} from './fixtures/fake-upstream.ts';
import { createTestTarget } from './fixtures/test-target.ts';

interface Backend {
  readonly kind: 'openai' | 'ollama';
  readonly path: string;
  readonly request: InferencerHarness['request'];
  readonly answer: Answerer;
  readonly stalling: Script;
}

async function setUp({
  kind,
  path,
  request,
  answer,
  stalling,
}: Backend): Promise<InferencerHarness> {
  const fake = await startFakeUpstream();
  fake.on(path, answer);
  const testTarget = createTestTarget(fake.origin);
  const target = () => testTarget;
  const openai = createOpenaiAdapter({ name: 'far', extraBody: {}, target });
  return {
    inferencer:
      kind === 'openai' ? openai : createOllamaAdapter({ openai, target, identity: realIdentity }),
    request,
    upstream: {
      stall: () => fake.on(path, stalling),
      refuse: (status, seconds, body) =>
        fake.on(path, json(body, status, { 'retry-after': String(seconds) })),
      hungUp: () => fake.hungUp(),
    },
    async [Symbol.asyncDispose]() {
      await testTarget.dispatcher.destroy();
      await fake.close();
    },
  };
}

const OPENAI: Backend = {
  kind: 'openai',
  path: '/v1/chat/completions',
  request: { model: 'm' },
  answer: answerAsOpenai,
  stalling: sse([frame({ content: 'so' })], { end: 'stall' }),
};

describeInferencer('the OpenAI adapter', () => setUp(OPENAI));
describeInferencer('the Ollama adapter', () => setUp({ ...OPENAI, kind: 'ollama' }));
describeInferencer('the Ollama adapter with a context length', () =>
  setUp({
    kind: 'ollama',
    path: '/api/chat',
    request: { model: 'm', options: { num_ctx: 8192 } },
    answer: answerAsOllama,
    stalling: ndjson([line({ content: 'so' })], 'stall'),
  }),
);
describeInferencer('the demo', () =>
  Promise.resolve({
    inferencer: createDemoAdapter(realIdentity),
    request: { model: 'tools' },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }),
);
