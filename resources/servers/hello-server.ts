/** The bundled example server `hello`: a greeting, progress one can watch, a question to the user. */
import { setTimeout as sleep } from 'node:timers/promises';

import { acceptedContent, inputRequired, type Server } from '@modelcontextprotocol/server';
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
  description: 'Asks the user a question and returns the answer.',
  input: z.object({ question: z.string().min(1).describe('What to ask') }),
  output: wrapped('string'),
  run: ({ question }, { request, canAsk }) => {
    if (!canAsk) {
      return toolError('The user cannot be asked: this client does not support elicitation.');
    }
    // Called a second time, with the answer, once the client has asked.
    if (request.inputResponses === undefined) {
      const asked = inputRequired.elicit({ message: question, requestedSchema: answerForm });
      return inputRequired({ inputRequests: { answer: asked } });
    }
    const accepted = acceptedContent(request.inputResponses, 'answer', answerForm);
    if (accepted === undefined) return toolError('The user did not answer.');
    return wrappedResult(accepted.answer);
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
  return createToolServer('hello', [hello, countTo, askUser]);
}
