/** Items of a response as they go over the wire, and their ids. */

export interface OutputText {
  readonly type: 'output_text';
  text: string;
  readonly annotations: readonly unknown[];
  readonly logprobs: readonly unknown[];
}

export interface OutputRefusal {
  readonly type: 'refusal';
  refusal: string;
}

export type OutputPart = OutputText | OutputRefusal;
export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

export interface OutputMessage {
  readonly type: 'message';
  readonly id: string;
  status: ItemStatus;
  readonly role: 'assistant';
  readonly content: OutputPart[];
}

export interface OutputCall {
  readonly type: 'function_call';
  readonly id: string;
  status: ItemStatus;
  readonly call_id: string;
  readonly name: string;
  arguments: string;
}

export interface ReasoningText {
  readonly type: 'reasoning_text';
  text: string;
}

export interface OutputReasoning {
  readonly type: 'reasoning';
  readonly id: string;
  status: ItemStatus;
  readonly summary: readonly unknown[];
  readonly content: ReasoningText[];
}

export interface ListedTool {
  readonly name: string;
  readonly description: string;
  readonly input_schema: unknown;
  readonly annotations: unknown;
}

export interface OutputMcpList {
  readonly type: 'mcp_list_tools';
  readonly id: string;
  readonly server_label: string;
  readonly tools: ListedTool[];
}

export interface OutputMcpCall {
  readonly type: 'mcp_call';
  readonly id: string;
  status: ItemStatus | 'failed';
  readonly approval_request_id: null;
  readonly server_label: string;
  readonly name: string;
  arguments: string;
  output: string | null;
  error: { readonly type: 'mcp_tool_execution_error'; readonly content: unknown } | null;
}

export type OutputItem =
  OutputMessage | OutputCall | OutputReasoning | OutputMcpList | OutputMcpCall;

export type ItemPrefix = 'msg' | 'fc' | 'rs' | 'mcpl' | 'mcp';

/** The tool under which a question for the person shows; its answer comes back as that call's output. */
export const ASK_USER = 'ask_user';

/** The same each time the response is read. */
export function toItemId(prefix: ItemPrefix, responseId: string, index: number): string {
  return `${prefix}_${hexOf(responseId)}${index.toString(16).padStart(2, '0')}`;
}

const ASK_PREFIX = 'ask_';

/** The call id under which a response asks the person. */
export function toAskId(responseId: string): string {
  return `${ASK_PREFIX}${hexOf(responseId)}`;
}

export function isAskId(callId: unknown): boolean {
  return typeof callId === 'string' && /^ask_[0-9a-f]{32}$/.test(callId);
}

function hexOf(responseId: string): string {
  return responseId.slice('resp_'.length);
}
