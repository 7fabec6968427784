/** Recognises the `tools/list` that nearly every client sends: nothing in it but what it must say. */
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

import { fieldOf } from '#core/field-of.ts';
import { MODERN_PROTOCOL } from '../clients/modern-client.ts';
import { acceptsBoth } from './accepts-both.ts';

export interface PlainList {
  readonly id: string | number;
  readonly era: 'legacy' | 'modern';
  /** Of a client of 2026. */
  readonly info: unknown;
}

const METHOD = 'tools/list';

const request = {
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.int()]),
  method: z.literal(METHOD),
};
const legacyList = z.strictObject({ ...request, params: z.strictObject({}).optional() });
const modernList = z.strictObject({
  ...request,
  params: z.strictObject({
    _meta: z.strictObject({
      [PROTOCOL_VERSION_META_KEY]: z.literal(MODERN_PROTOCOL),
      [CLIENT_INFO_META_KEY]: z.looseObject({ name: z.string(), version: z.string() }),
      [CLIENT_CAPABILITIES_META_KEY]: z.looseObject({}),
    }),
  }),
});

/** Undefined for everything that the SDK should look at, refusals above all. */
export function readPlainList(
  message: unknown,
  headers: IncomingHttpHeaders,
): PlainList | undefined {
  // Most messages are something else, and finding that out by schema would cost more than they do.
  if (fieldOf(message, 'method') !== METHOD || !acceptsBoth(headers)) return undefined;
  const version = headers['mcp-protocol-version'];
  const legacy = legacyList.safeParse(message);
  if (legacy.success) {
    const isKnown =
      version === undefined ||
      (version !== MODERN_PROTOCOL && SUPPORTED_PROTOCOL_VERSIONS.includes(String(version)));
    return isKnown ? { id: legacy.data.id, era: 'legacy', info: undefined } : undefined;
  }
  if (version !== MODERN_PROTOCOL || headers['mcp-method'] !== METHOD) return undefined;
  const modern = modernList.safeParse(message);
  if (!modern.success) return undefined;
  const { id, params } = modern.data;
  return { id, era: 'modern', info: params._meta[CLIENT_INFO_META_KEY] };
}
