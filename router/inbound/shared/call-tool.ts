import type { OpenRequest } from '#core/ports/requests.ts';
import type { JsonObject, ToolEntry, ToolProgress, ToolResult, Tools } from '#core/ports/tools.ts';
import { describeToolResult } from './describe-tool-result.ts';
import { showToolCall, type CallStage } from './show-tool-call.ts';

export interface ToolCaller extends CallStage {
  readonly tools: Tools;
}

export interface DirectCall {
  readonly entry: ToolEntry;
  readonly args: JsonObject;
  readonly open: OpenRequest;
  /** Told of every progress; the activity sees as much as people can. */
  readonly onProgress?: (progress: ToolProgress) => void;
}

/** Shows the call in the activity. Rejects as `Tools.call`; the caller ends the request. */
export async function callTool(caller: ToolCaller, call: DirectCall): Promise<ToolResult> {
  const { entry, args, open } = call;
  return await showToolCall(caller, {
    ...call,
    tool: entry.name,
    run: (onProgress) =>
      caller.tools.call(entry, args, { signal: open.signal, onProgress, requestId: open.id }),
    describe: describeToolResult,
  });
}
