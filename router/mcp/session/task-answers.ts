/**
 * In 2026-07-28 a server may answer a tool call with a task, an extension of which the SDK knows
 * nothing: it drops such an answer. So the task travels inside one that it lets through.
 */
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';

import type { JsonObject } from '#core/ports/tools.ts';
import { isObject } from '../offers/remote-tool.ts';

const HELD_TASK = 'woollama/task';

/** Once the client is connected, because that takes the transport over. */
export function letTasksThrough(transport: Transport): void {
  const receive = transport.onmessage;
  transport.onmessage = (message, extra) => receive?.(wrapped(message), extra);
}

/** The task, where the result of the SDK holds one. */
export function heldTask({ _meta: meta }: JsonObject): JsonObject | undefined {
  const held = isObject(meta) ? meta[HELD_TASK] : undefined;
  return isObject(held) ? held : undefined;
}

function wrapped<Message extends JSONRPCMessage>(message: Message): Message {
  if (!('result' in message) || message.result['resultType'] !== 'task') return message;
  const _meta = { [HELD_TASK]: message.result };
  return { ...message, result: { resultType: 'complete', content: [], _meta } };
}
