/** A recipe's work done by hand: the same turns and tool calls with nothing between. */
import { SYSTEM_PROMPT, USER_QUESTION } from './bodies.ts';
import { openConnection, requestBytes, type Reply } from './http-connection.ts';
import type { FloorPlan } from './plan.ts';
import { openStdioTool, type StdioTool } from './stdio-tool.ts';
import type { Outcome } from './take-slot.ts';

const TOOL = {
  type: 'function',
  function: {
    name: 'echo',
    description: 'Says back what it is given.',
    parameters: {
      type: 'object',
      properties: { text: { type: 'string', description: 'What to say back' } },
      required: ['text'],
    },
  },
};

interface ToolCall {
  readonly id: string;
  readonly function: { readonly name: string; readonly arguments: string };
}

interface Message {
  readonly role: string;
  readonly content: string | null;
  readonly tool_calls?: readonly ToolCall[];
  readonly tool_call_id?: string;
}

interface Completion {
  readonly choices: readonly { readonly message: Message }[];
}

export interface Floor {
  run(): Promise<Outcome>;
  close(): void;
}

export async function openFloor({ address, model, toolServer }: FloorPlan): Promise<Floor> {
  const connection = await openConnection(address);
  const tool = await openStdioTool(toolServer);

  function askModel(messages: readonly Message[]): Promise<Reply> {
    const body = JSON.stringify({ model, messages, tools: [TOOL], stream: false });
    return connection.ask(requestBytes(address, '/v1/chat/completions', body), true);
  }

  return {
    async run() {
      const begunMs = performance.now();
      const messages: Message[] = [
        { role: 'system', content: SYSTEM_PROMPT },
        { role: 'user', content: USER_QUESTION },
      ];
      for (;;) {
        const reply = await askModel(messages);
        const completion: Completion = JSON.parse(reply.text);
        const message = completion.choices[0]?.message;
        if (!message?.tool_calls) {
          const totalMs = performance.now() - begunMs;
          const { payloadBytes } = reply;
          return { ok: reply.status === 200, totalMs, firstMs: totalMs, payloadBytes };
        }
        messages.push(message, ...(await callAll(tool, message.tool_calls)));
      }
    },
    close() {
      connection.close();
      tool.close();
    },
  };
}

function callAll(tool: StdioTool, calls: readonly ToolCall[]): Promise<Message[]> {
  return Promise.all(
    calls.map(async (call) => ({
      role: 'tool',
      tool_call_id: call.id,
      content: await tool.call(call.function.name, JSON.parse(call.function.arguments)),
    })),
  );
}
