/**
 * The error catalogue: every failure the router can report, written once.
 * A row is HTTP status, OpenAI error type, whether the same call may succeed later, and the short
 * sentence people see when the thrower says nothing better.
 */
const CATALOGUE = {
  INVALID_JSON: [400, 'invalid_request_error', 'final', 'The request body is not valid JSON'],
  INVALID_REQUEST: [400, 'invalid_request_error', 'final', 'The request is not valid'],
  UNKNOWN_NAMESPACE: [400, 'invalid_request_error', 'final', 'No inferencer has that name'],
  MISSING_KEY: [400, 'invalid_request_error', 'final', 'The inferencer has no API key'],
  UNAUTHORIZED: [401, 'authentication_error', 'final', 'A valid token is required'],
  LINK_INVALID: [401, 'authentication_error', 'final', 'The link was used already or is too old'],
  FORBIDDEN_HOST: [403, 'permission_error', 'final', 'The Host header is not this machine'],
  FORBIDDEN_ORIGIN: [403, 'permission_error', 'final', 'Web pages may not call the router'],
  OWNER_ONLY: [403, 'permission_error', 'final', 'Only the owner may do that'],
  NOT_FOUND: [404, 'not_found', 'final', 'There is nothing at that address'],
  UNKNOWN_MODEL: [404, 'not_found', 'final', 'There is no such model'],
  UNKNOWN_RECIPE: [404, 'not_found', 'final', 'There is no such recipe'],
  UNKNOWN_SERVER: [404, 'not_found', 'final', 'There is no such tool server'],
  UNKNOWN_TOOL: [404, 'not_found', 'final', 'There is no such tool'],
  UNKNOWN_CONVERSATION: [404, 'not_found', 'final', 'There is no such conversation'],
  UNKNOWN_RESPONSE: [404, 'not_found', 'final', 'There is no such response'],
  METHOD_NOT_ALLOWED: [405, 'invalid_request_error', 'final', 'That method is not allowed here'],
  CONFIG_CONFLICT: [409, 'conflict', 'final', 'The file changed meanwhile'],
  CONVERSATION_CONFLICT: [409, 'conflict', 'final', 'Another turn of it came first'],
  CONVERSATION_GONE: [410, 'not_found', 'final', 'What was said in it is gone'],
  BODY_TOO_LARGE: [413, 'invalid_request_error', 'final', 'The request body is too large'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'invalid_request_error', 'final', 'The body must be JSON'],
  CANCELLED: [499, 'cancelled', 'final', 'The request was cancelled'],
  INTERNAL: [500, 'server_error', 'final', 'The router made a mistake'],
  MAX_TURNS: [500, 'server_error', 'final', 'The recipe used all its turns'],
  UNSUPPORTED_INFERENCER: [501, 'not_implemented', 'final', 'That inferencer cannot be used here'],
  NOT_SUPPORTED: [501, 'not_implemented', 'final', 'The inferencer cannot do that'],
  UPSTREAM_UNREACHABLE: [502, 'server_error', 'retry', 'The inferencer cannot be reached'],
  UPSTREAM_INVALID: [502, 'server_error', 'retry', 'The inferencer sent an unusable answer'],
  UPSTREAM_CUT: [502, 'server_error', 'retry', 'The inferencer broke off its answer'],
  UPSTREAM_STATUS: [502, 'server_error', 'retry', 'The inferencer answered with an error'],
  CLAUDE_FAILED: [502, 'server_error', 'retry', 'Claude Code failed'],
  AGENT_FAILED: [502, 'server_error', 'retry', 'The managed agent failed'],
  STORE_FAILED: [502, 'upstream_error', 'retry', 'The conversation store failed'],
  NO_INFERENCER: [503, 'server_error', 'retry', 'No inferencer is available'],
  TOOLS_UNAVAILABLE: [503, 'server_error', 'retry', 'A tool server is not connected'],
  TOO_MANY_CLIENTS: [503, 'server_error', 'retry', 'Too many clients are connected'],
  SHUTTING_DOWN: [503, 'server_error', 'retry', 'The router is stopping'],
  STATE_BUSY: [503, 'server_error', 'retry', 'Another program keeps the state file locked'],
  UPSTREAM_TIMEOUT: [504, 'server_error', 'retry', 'The inferencer stopped answering'],
  TOOL_TIMEOUT: [504, 'server_error', 'retry', 'The tool stopped answering'],
  LOOP_DETECTED: [508, 'server_error', 'final', 'The request came back to the router itself'],
  CONFIG_INVALID: [500, 'server_error', 'final', 'A configuration file is not valid'],
  CONFIG_UNWRITABLE: [500, 'server_error', 'final', 'A configuration file cannot be written'],
  SECRET_UNWRITABLE: [500, 'server_error', 'final', 'The secret cannot be kept'],
  STATE_UNUSABLE: [500, 'server_error', 'final', 'The state folder cannot be used'],
  ALREADY_RUNNING: [500, 'server_error', 'final', 'Another router already runs'],
  EXPOSURE_REFUSED: [500, 'server_error', 'final', 'Listening beyond this machine needs a token'],
  LISTEN_FAILED: [500, 'server_error', 'final', 'The address cannot be listened on'],
} as const satisfies Record<string, readonly [number, string, 'retry' | 'final', string]>;

export type ErrorCode = keyof typeof CATALOGUE;

export interface ErrorEntry {
  readonly status: number;
  readonly type: string;
  readonly retryable: boolean;
  readonly title: string;
}

export const ERROR_CODES = Object.keys(CATALOGUE) as readonly ErrorCode[];

export function describeError(code: ErrorCode): ErrorEntry {
  const [status, type, retry, title] = CATALOGUE[code];
  return { status, type, retryable: retry === 'retry', title };
}
