/**
 * The error catalogue: every failure the router can report, written once.
 * `status` is the HTTP status, `type` the OpenAI error type, `retryable` tells a client whether the
 * same call may succeed later, `title` is the short sentence the UI shows.
 */
export const ERRORS = {
  INVALID_JSON: entry(400, 'invalid_request_error', false, 'The request body is not valid JSON'),
  INVALID_REQUEST: entry(400, 'invalid_request_error', false, 'The request is not valid'),
  UNKNOWN_NAMESPACE: entry(400, 'invalid_request_error', false, 'No inferencer has that name'),
  MISSING_KEY: entry(400, 'invalid_request_error', false, 'The inferencer has no API key'),
  UNAUTHORIZED: entry(401, 'authentication_error', false, 'A valid token is required'),
  FORBIDDEN_HOST: entry(403, 'permission_error', false, 'The Host header is not this machine'),
  FORBIDDEN_ORIGIN: entry(403, 'permission_error', false, 'Web pages may not call the router'),
  OWNER_ONLY: entry(403, 'permission_error', false, 'Only the owner may do that'),
  NOT_FOUND: entry(404, 'not_found', false, 'There is nothing at that address'),
  UNKNOWN_MODEL: entry(404, 'not_found', false, 'There is no such model'),
  UNKNOWN_RECIPE: entry(404, 'not_found', false, 'There is no such recipe'),
  UNKNOWN_TOOL: entry(404, 'not_found', false, 'There is no such tool'),
  METHOD_NOT_ALLOWED: entry(405, 'invalid_request_error', false, 'That method is not allowed here'),
  CONFIG_CONFLICT: entry(409, 'conflict', false, 'The file changed meanwhile'),
  BODY_TOO_LARGE: entry(413, 'invalid_request_error', false, 'The request body is too large'),
  UNSUPPORTED_MEDIA_TYPE: entry(415, 'invalid_request_error', false, 'The body must be JSON'),
  CANCELLED: entry(499, 'cancelled', false, 'The request was cancelled'),
  INTERNAL: entry(500, 'server_error', false, 'The router made a mistake'),
  MAX_TURNS: entry(500, 'server_error', false, 'The recipe used all its turns'),
  UNSUPPORTED_INFERENCER: entry(501, 'not_implemented', false, 'That inferencer cannot be used here'),
  NOT_SUPPORTED: entry(501, 'not_implemented', false, 'The inferencer cannot do that'),
  UPSTREAM_UNREACHABLE: entry(502, 'server_error', true, 'The inferencer cannot be reached'),
  UPSTREAM_INVALID: entry(502, 'server_error', true, 'The inferencer sent an unusable answer'),
  UPSTREAM_CUT: entry(502, 'server_error', true, 'The inferencer broke off its answer'),
  UPSTREAM_STATUS: entry(502, 'server_error', true, 'The inferencer answered with an error'),
  NO_INFERENCER: entry(503, 'server_error', true, 'No inferencer is available'),
  TOOLS_UNAVAILABLE: entry(503, 'server_error', true, 'A tool server is not connected'),
  SHUTTING_DOWN: entry(503, 'server_error', true, 'The router is stopping'),
  UPSTREAM_TIMEOUT: entry(504, 'server_error', true, 'The inferencer stopped answering'),
  TOOL_TIMEOUT: entry(504, 'server_error', true, 'The tool stopped answering'),
  LOOP_DETECTED: entry(508, 'server_error', false, 'The request came back to the router itself'),
  CONFIG_INVALID: entry(500, 'server_error', false, 'A configuration file is not valid'),
  CONFIG_UNWRITABLE: entry(500, 'server_error', false, 'A configuration file cannot be written'),
  ALREADY_RUNNING: entry(500, 'server_error', false, 'Another router already runs'),
  EXPOSURE_REFUSED: entry(500, 'server_error', false, 'Listening beyond this machine needs a token'),
  LISTEN_FAILED: entry(500, 'server_error', false, 'The address cannot be listened on'),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

export interface ErrorEntry {
  readonly status: number;
  readonly type: string;
  readonly retryable: boolean;
  readonly title: string;
}

function entry<const T extends string>(
  status: number,
  type: T,
  retryable: boolean,
  title: string,
): ErrorEntry & { readonly type: T } {
  return { status, type, retryable, title };
}
