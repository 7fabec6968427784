/** The requests the load client sends and the replies the upstream gives, as bytes made once. */

export const SMALL_MODEL = 'small';
export const LARGE_REPLY_MODEL = 'large-reply';
/** One event every 50 ms until somebody hangs up. */
export const DRIP_MODEL = 'drip';

/** An answer of that many events, as fast as the connection takes them. */
export function streamModel(events: number): string {
  return `stream-${events}`;
}

/** That many rounds of that many tool calls each, then an answer. */
export function recipeModel(rounds: number, calls: number): string {
  return `recipe-${rounds}-${calls}`;
}

export const SYSTEM_PROMPT = 'You are brief.';
export const USER_QUESTION = 'What is the fastest way across a river?';

/** A question; the model says which answer it gets. */
export function chatBody(model: string, stream = false): string {
  const messages = [
    { role: 'system', content: SYSTEM_PROMPT },
    { role: 'user', content: USER_QUESTION },
  ];
  return JSON.stringify({ model, messages, temperature: 0.2, stream });
}

/** About 132 KB of code in 40 messages. Who wants the model must skip them if it comes last. */
export function largeChatBody(model: string, modelAt: 'front' | 'end'): string {
  const line = 'if (answer !== "yes") {\n\treturn `no: ${reason}`;\n}\n';
  const content = line.repeat(57);
  const messages = Array.from({ length: 40 }, (_, turn) => ({
    role: turn % 2 === 0 ? 'user' : 'assistant',
    content,
  }));
  const body = modelAt === 'front' ? { model, messages } : { messages, model };
  return JSON.stringify({ ...body, temperature: 0.2 });
}

function completion(message: object, finishReason: string): string {
  return JSON.stringify({
    id: 'chatcmpl-0123456789abcdef0123456789abcdef',
    object: 'chat.completion',
    created: 1_790_000_000,
    model: 'bench',
    choices: [{ index: 0, message, finish_reason: finishReason }],
    usage: { prompt_tokens: 21, completion_tokens: 9, total_tokens: 30 },
  });
}

export function answer(content = 'By bridge, if there is one.'): string {
  return completion({ role: 'assistant', content }, 'stop');
}

export const LARGE_ANSWER = answer('A bridge is fastest. '.repeat(3_110));

/** `count` calls of the only tool that was offered. */
export function toolCalls(toolName: string, count: number): string {
  const calls = Array.from({ length: count }, (_, index) => ({
    id: `call_${index}`,
    type: 'function',
    function: { name: toolName, arguments: JSON.stringify({ text: `part ${index}` }) },
  }));
  return completion({ role: 'assistant', content: null, tool_calls: calls }, 'tool_calls');
}

function event(delta: object): string {
  const chunk = {
    id: 'chatcmpl-0123456789abcdef0123456789abcdef',
    object: 'chat.completion.chunk',
    created: 1_790_000_000,
    model: 'bench',
    choices: [{ index: 0, delta, finish_reason: null }],
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

export const EVENT = event({ content: ' bridge' });
const LAST_EVENT = 'data: [DONE]\n\n';

/** Bytes of a whole streamed answer, without what the transfer adds. */
export function streamBytes(events: number): number {
  return events * EVENT.length + LAST_EVENT.length;
}

function httpChunk(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n`;
}

export const EVENT_CHUNK = Buffer.from(httpChunk(EVENT));

/** Everything of a streamed answer behind its first event. */
export function restOfStream(events: number): Buffer {
  return Buffer.from(`${httpChunk(EVENT).repeat(events - 1)}${httpChunk(LAST_EVENT)}0\r\n\r\n`);
}
