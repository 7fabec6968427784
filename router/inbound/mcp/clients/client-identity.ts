/** Who a client says it is. */
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  LOG_LEVEL_META_KEY,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';

const implementation = z.looseObject({ name: z.string(), version: z.string() });

export interface ClientIdentity {
  readonly name: string;
  readonly version: string;
}

/** Longer names are nothing to show. */
const LONGEST = 100;

export function toIdentity(info: unknown, fallbackName = ''): ClientIdentity {
  const parsed = implementation.safeParse(info);
  if (!parsed.success) return { name: fallbackName.slice(0, LONGEST), version: '' };
  const { name, version } = parsed.data;
  return { name: name.slice(0, LONGEST), version: version.slice(0, LONGEST) };
}

export function describeIdentity({ name, version }: ClientIdentity): string {
  return version === '' ? name : `${name} ${version}`;
}

/** What a request of 2026 says of its client, each time anew. */
export interface Envelope {
  readonly info: unknown;
  readonly capabilities: unknown;
  readonly logLevel: unknown;
}

export function readEnvelope({ mcpReq }: ServerContext): Envelope {
  const envelope: Readonly<Record<string, unknown>> = { ...mcpReq.envelope };
  return {
    info: envelope[CLIENT_INFO_META_KEY],
    capabilities: envelope[CLIENT_CAPABILITIES_META_KEY],
    logLevel: envelope[LOG_LEVEL_META_KEY],
  };
}
