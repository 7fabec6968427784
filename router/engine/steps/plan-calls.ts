import type { ToolCall } from '#core/chat.ts';
import type { ToolEntry } from '#core/ports/tools.ts';

import type { Toolbox } from './mix-tools.ts';

export interface HiddenCall {
  readonly call: ToolCall;
  /** Undefined when the recipe does not permit the tool the model named. */
  readonly entry: ToolEntry | undefined;
}

export interface CallPlan {
  /** To be run by the router. */
  readonly hidden: readonly HiddenCall[];
  /** To be run by the client. */
  readonly client: readonly ToolCall[];
}

/** Whose each call of a turn is. Whatever is not the client's is the router's, to run or refuse. */
export function planCalls(calls: readonly ToolCall[], toolbox: Toolbox): CallPlan {
  const isClients = (call: ToolCall) => toolbox.isClientTool(call.function.name);
  return {
    hidden: calls
      .filter((call) => !isClients(call))
      .map((call) => ({ call, entry: toolbox.find(call.function.name) })),
    client: calls.filter(isClients),
  };
}
