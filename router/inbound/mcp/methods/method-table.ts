import { callTool } from './call-tool-method.ts';
import { listPrompts, listResources, listTemplates, listTools } from './list-methods.ts';
import type { Method } from './method.ts';
import { complete, getPrompt, readResource } from './relay-methods.ts';
import {
  cancelTask,
  getTask,
  getTaskResult,
  listTasks,
  setLevel,
  subscribe,
  unsubscribe,
  updateTask,
} from './seat-methods.ts';

/** All of MCP that is not the handshake. */
export const METHODS: ReadonlyMap<string, Method> = new Map([
  ['tools/list', listTools],
  ['tools/call', callTool],
  ['prompts/list', listPrompts],
  ['prompts/get', getPrompt],
  ['resources/list', listResources],
  ['resources/templates/list', listTemplates],
  ['resources/read', readResource],
  ['resources/subscribe', subscribe],
  ['resources/unsubscribe', unsubscribe],
  ['completion/complete', complete],
  ['logging/setLevel', setLevel],
  ['tasks/get', getTask],
  ['tasks/result', getTaskResult],
  ['tasks/cancel', cancelTask],
  ['tasks/list', listTasks],
  ['tasks/update', updateTask],
]);
