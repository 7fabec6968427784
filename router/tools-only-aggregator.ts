/** MCP servers that have nothing but tools, asked through the port `Tools`. */
import type { Aggregator, PeerSeat } from '#core/ports/aggregator.ts';
import type { Events } from '#core/ports/events.ts';
import type { JsonObject, ToolProgress, Tools } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';

const NOTHING: RpcOutcome = { ok: false, error: { code: -32_002, message: 'there is none' } };

export function createToolsOnlyAggregator(
  tools: Pick<Tools, 'call'>,
  events: Pick<Events, 'subscribe'>,
): Aggregator {
  const none = [] as const;
  const nothing = async (): Promise<RpcOutcome> => NOTHING;
  return {
    prompts: () => none,
    resources: () => none,
    templates: () => none,
    collisions: () => none,
    findPrompt: () => undefined,
    async callTool(entry, params, { onProgress, ...options }) {
      const args: JsonObject = { ...(params['arguments'] as JsonObject | undefined) };
      const report = (progress: ToolProgress) => onProgress?.({ ...progress });
      return {
        ok: true,
        result: await tools.call(entry, args, { ...options, onProgress: report }),
      };
    },
    getPrompt: nothing,
    readResource: nothing,
    complete: nothing,
    task: nothing,
    listTasks: nothing,
    join: () => emptySeat(nothing),
    onNews: (listener) =>
      events.subscribe(({ kind }) => {
        if (kind === 'tools-changed') listener({ kind });
      }),
  };
}

function emptySeat(nothing: () => Promise<RpcOutcome>): PeerSeat {
  return {
    setLogLevel: () => undefined,
    wants: () => true,
    rootsChanged: () => undefined,
    subscribe: nothing,
    unsubscribe: nothing,
    subscribed: () => false,
    leave: () => undefined,
  };
}
