/** `tools/list` over HTTP from its prepared text: with hundreds of tools its making costs most. */
import type { IncomingMessage, ServerResponse } from 'node:http';

import { toIdentity } from '../clients/client-identity.ts';
import { MODERN_PROTOCOL } from '../clients/modern-client.ts';
import { describeServer } from '../create-mcp-server.ts';
import type { McpParts } from '../mcp-parts.ts';
import { firstToolsKnown } from '../methods/first-tools.ts';
import type { HttpSessions } from './http-sessions.ts';
import { readPlainList } from './plain-list.ts';
import { prepareList } from './prepared-list.ts';
import { viewFor } from './view-options.ts';

/** Lists are waited for as long as usual, whoever hangs up meanwhile. */
const never = new AbortController().signal;

const DEFAULT_PROTOCOL = '2025-03-26';

/** False, and nothing is written, when the SDK must look at the message. */
export async function answerList(
  parts: McpParts,
  sessions: HttpSessions,
  {
    request,
    response,
    message,
  }: { request: IncomingMessage; response: ServerResponse; message: unknown },
): Promise<boolean> {
  const { headers } = request;
  const list = readPlainList(message, headers);
  if (list === undefined) return false;
  const isModern = list.era === 'modern';
  const id = isModern ? undefined : headers['mcp-session-id'];
  const session = id === undefined ? undefined : sessions.find(String(id));
  if (id !== undefined && session === undefined) return false;
  await firstToolsKnown(parts.tools, never);
  const view = session?.view ?? viewFor(parts, request.url);
  const bytes = prepareList(view.tools(), list, describeServer(parts));
  if (bytes === undefined) return false;
  if (session === undefined) {
    const said = String(headers['mcp-protocol-version'] ?? DEFAULT_PROTOCOL);
    const protocol = isModern ? MODERN_PROTOCOL : said;
    const identity = toIdentity(list.info, headers['user-agent']);
    parts.clients.visit({ ...identity, transport: 'http', protocol });
  }
  session?.touch();
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    ...(session && { 'mcp-session-id': session.id }),
  });
  response.end(bytes);
  return true;
}
