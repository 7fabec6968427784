/** The bundled example server `hello`: a greeting, progress one can watch, questions to user and model. */
import { setTimeout as sleep } from 'node:timers/promises';

import {
  acceptedContent,
  inputRequired,
  inputResponse,
  type Server,
} from '@modelcontextprotocol/server';
import { z } from 'zod';

import {
  createToolServer,
  defineTool,
  toolError,
  wrapped,
  wrappedResult,
  type ToolContext,
} from './tool-server.ts';

const answerForm = z.object({ answer: z.string().describe('Your answer') });
const nameForm = z.object({ name: z.string().min(1).describe('Your name') });

/** Longer summaries are none. */
const SUMMARY_TOKENS = 200;

const hello = defineTool({
  name: 'hello',
  description: 'Greets somebody by name.',
  input: z.object({ name: z.string().default('world').describe('Whom to greet') }),
  output: wrapped('string'),
  run: ({ name }) => wrappedResult(`Hello, ${name}!`),
});

const countTo = defineTool({
  name: 'count_to',
  description: 'Counts slowly from 1 to n and reports progress at every step.',
  input: z.object({
    n: z.int().min(1).max(1000).default(5).describe('Where to stop'),
    delay_ms: z.int().min(0).max(10_000).default(200).describe('Milliseconds between two steps'),
  }),
  output: { type: 'object', additionalProperties: true },
  run: async ({ n, delay_ms: delayMs }, { request }) => {
    for (let step = 1; step <= n; step++) {
      await sleep(delayMs, undefined, { signal: request.signal });
      await reportProgress(request, step, n);
    }
    const result = { count: n, total: n, done: true };
    return {
      content: [{ type: 'text', text: JSON.stringify(result) }],
      structuredContent: result,
    };
  },
});

const askUser = defineTool({
  name: 'ask_user',
  description:
    'Asks the user a question and returns the answer. Without a question it asks for the name of the user and greets.',
  input: z.object({ question: z.string().min(1).optional().describe('What to ask') }),
  output: wrapped('string'),
  run: ({ question }, { request, canAsk }) => {
    if (!canAsk) {
      return toolError('The user cannot be asked: this client does not support elicitation.');
    }
    // Called a second time, with the answer, once the client has asked.
    if (request.inputResponses === undefined) {
      const asked =
        question === undefined
          ? inputRequired.elicit({ message: 'What is your name?', requestedSchema: nameForm })
          : inputRequired.elicit({ message: question, requestedSchema: answerForm });
      return inputRequired({ inputRequests: { answer: asked } });
    }
    if (question === undefined) {
      const named = acceptedContent(request.inputResponses, 'answer', nameForm);
      if (named === undefined) return toolError('The user did not tell a name.');
      return wrappedResult(`Hello, ${named.name}!`);
    }
    const accepted = acceptedContent(request.inputResponses, 'answer', answerForm);
    if (accepted === undefined) return toolError('The user did not answer.');
    return wrappedResult(accepted.answer);
  },
});

const askModel = defineTool({
  name: 'ask_model',
  description: 'Lets the model of the client sum up a text in one sentence.',
  input: z.object({ text: z.string().min(1).describe('What to sum up') }),
  output: wrapped('string'),
  run: ({ text }, { request, canSample }) => {
    if (!canSample) {
      return toolError('No model can be asked: this client does not support sampling.');
    }
    if (request.inputResponses === undefined) {
      const asked = inputRequired.createMessage({
        systemPrompt: 'Answer with one sentence that sums up the text, and nothing else.',
        messages: [{ role: 'user', content: { type: 'text', text } }],
        maxTokens: SUMMARY_TOKENS,
      });
      return inputRequired({ inputRequests: { summary: asked } });
    }
    const response = inputResponse(request.inputResponses, 'summary');
    if (response.kind !== 'sampling') return toolError('No model answered.');
    const blocks = [response.result.content].flat();
    const said = blocks.flatMap((block) => (block.type === 'text' ? [block.text] : []));
    return said.length === 0 ? toolError('No model answered.') : wrappedResult(said.join('\n'));
  },
});

async function reportProgress(
  request: ToolContext['request'],
  progress: number,
  total: number,
): Promise<void> {
  const progressToken = request._meta?.progressToken;
  if (progressToken === undefined) return;
  const message = `Counted ${progress} of ${total}`;
  await request.notify({
    method: 'notifications/progress',
    params: { progressToken, progress, total, message },
  });
}

export function createHelloServer(): Server {
  return createToolServer('hello', [hello, countTo, askUser, askModel]);
}
