/** Recognises the `tools/call` of 2026 that has nothing to hear but its answer: no progress, no log. */
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
} from '@modelcontextprotocol/server';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

import type { JsonObject } from '#core/ports/tools.ts';
import { MODERN_PROTOCOL } from '../clients/modern-client.ts';
import { acceptsBoth } from './accepts-both.ts';

const METHOD = 'tools/call';

const plainCall = z.strictObject({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.int()]),
  method: z.literal(METHOD),
  params: z.strictObject({
    // Others may be written in another way in the header.
    name: z.string().regex(/^[\w./-]+$/),
    arguments: z.record(z.string(), z.unknown()).optional(),
    _meta: z.strictObject({
      [PROTOCOL_VERSION_META_KEY]: z.literal(MODERN_PROTOCOL),
      [CLIENT_INFO_META_KEY]: z.looseObject({ name: z.string(), version: z.string() }),
      [CLIENT_CAPABILITIES_META_KEY]: z.looseObject({}),
    }),
  }),
});

export interface PlainCall {
  readonly id: string | number;
  readonly method: typeof METHOD;
  readonly name: string;
  /** Without what it says of the client. */
  readonly params: JsonObject;
  readonly info: unknown;
  readonly capabilities: unknown;
}

/** Undefined for everything that the SDK should look at, refusals above all. */
export function readPlainCall(
  message: unknown,
  headers: IncomingHttpHeaders,
): PlainCall | undefined {
  const isOne =
    headers['mcp-protocol-version'] === MODERN_PROTOCOL &&
    headers['mcp-method'] === METHOD &&
    acceptsBoth(headers);
  if (!isOne) return undefined;
  const parsed = plainCall.safeParse(message);
  if (!parsed.success || parsed.data.params.name !== headers['mcp-name']) return undefined;
  const { id, method } = parsed.data;
  const { _meta: meta, ...params } = parsed.data.params;
  const info = meta[CLIENT_INFO_META_KEY];
  const capabilities = meta[CLIENT_CAPABILITIES_META_KEY];
  return { id, method, name: params.name, params, info, capabilities };
}
