/** The items of servers of ours: what they offer, and each call that ran inside. */
import type { McpCallPiece, McpListPiece, McpResultPiece } from './answer-event.ts';
import type { ItemList, OutputEvent } from './item-list.ts';
import type { OutputMcpCall, OutputMcpList } from './output-item.ts';

type Events = Generator<OutputEvent, void>;

export class McpItems {
  readonly #list: ItemList;
  /** Those that run, by call id. */
  readonly #running = new Map<string, OutputMcpCall>();

  constructor(list: ItemList) {
    this.#list = list;
  }

  *listed({ label, tools }: McpListPiece): Events {
    const id = this.#list.nextId('mcpl');
    const empty: OutputMcpList = { type: 'mcp_list_tools', id, server_label: label, tools: [] };
    yield this.#list.open(empty);
    const at = this.#list.at(empty);
    yield { type: 'response.mcp_list_tools.in_progress', ...at };
    empty.tools.push(...tools);
    yield { type: 'response.mcp_list_tools.completed', ...at };
    yield this.#list.end(empty);
  }

  *called({ callId, label, name, arguments: text }: McpCallPiece): Events {
    const item: OutputMcpCall = {
      type: 'mcp_call',
      id: this.#list.nextId('mcp'),
      status: 'in_progress',
      approval_request_id: null,
      server_label: label,
      name,
      arguments: '',
      output: null,
      error: null,
    };
    this.#running.set(callId, item);
    yield this.#list.open(item);
    const at = this.#list.at(item);
    yield { type: 'response.mcp_call.in_progress', ...at };
    item.arguments = text;
    if (text !== '') yield { type: 'response.mcp_call_arguments.delta', ...at, delta: text };
    yield { type: 'response.mcp_call_arguments.done', ...at, arguments: text };
  }

  *answered({ callId, failed, text }: McpResultPiece): Events {
    const item = this.#running.get(callId);
    if (item === undefined) return;
    this.#running.delete(callId);
    if (failed) {
      const content = [{ type: 'text', text }];
      item.error = { type: 'mcp_tool_execution_error', content };
    } else {
      item.output = text;
    }
    const status = failed ? 'failed' : 'completed';
    yield { type: `response.mcp_call.${status}`, ...this.#list.at(item) };
    yield this.#list.end(item, status);
  }

  /** Calls that nobody answered. */
  *close(): Events {
    for (const item of this.#running.values()) yield this.#list.end(item, 'incomplete');
    this.#running.clear();
  }
}
