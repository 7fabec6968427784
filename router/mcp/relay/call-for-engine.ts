/** A tool call for those who do not speak MCP: its refusal is a result for the model to read. */
import type { Peer } from '#core/ports/peer.ts';
import type {
  JsonObject,
  ToolCallOptions,
  ToolEntry,
  ToolProgress,
  ToolResult,
} from '#core/ports/tools.ts';
import { RECIPE_HOPS } from '#core/recipe-hops.ts';
import type { Relay } from './relay.ts';
import { failedResult, toolResult } from '../offers/remote-tool.ts';

interface EngineCall extends ToolCallOptions {
  readonly args: JsonObject;
  /** The client behind it, where that speaks MCP. */
  readonly peer: Peer | undefined;
  /** For another router: the recipes that lie behind the call. */
  readonly hops?: number;
}

/** Rejects as `Tools.call`. */
export async function callForEngine(
  relay: Relay,
  entry: ToolEntry,
  { args, signal, requestId, peer, hops, onProgress }: EngineCall,
): Promise<ToolResult> {
  const outcome = await relay.callTool(
    entry,
    { arguments: args, ...(hops === undefined ? {} : { _meta: { [RECIPE_HOPS]: hops } }) },
    {
      signal,
      ...(requestId === undefined ? {} : { requestId }),
      ...(peer === undefined ? {} : { peer }),
      ...(onProgress === undefined
        ? {}
        : {
            onProgress: (params) => {
              const progress = toProgress(params);
              if (progress !== undefined) onProgress(progress);
            },
          }),
    },
  );
  if (!outcome.ok) return failedResult(`The server refused the call: ${outcome.error.message}`);
  const parsed = toolResult.safeParse(outcome.result);
  return parsed.success ? parsed.data : failedResult('The server sent an unusable answer');
}

function toProgress({ progress, total, message }: JsonObject): ToolProgress | undefined {
  if (typeof progress !== 'number') return undefined;
  return {
    progress,
    ...(typeof total === 'number' ? { total } : {}),
    ...(typeof message === 'string' ? { message } : {}),
  };
}
