/** The text of `tools/list`, made once for as long as the list is the same. */
import { SERVER_INFO_META_KEY } from '@modelcontextprotocol/server';

import type { JsonObject } from '#core/ports/tools.ts';
import type { PlainList } from './plain-list.ts';

type Prepared = Record<PlainList['era'], Buffer | undefined>;

const known = new WeakMap<readonly JsonObject[], Prepared>();

/** The whole answer. Undefined where the SDK would change a tool for that era. */
export function prepareList(
  tools: readonly JsonObject[],
  { id, era }: PlainList,
  serverInfo: JsonObject,
): Buffer | undefined {
  const prepared = known.get(tools) ?? prepare(tools, serverInfo);
  known.set(tools, prepared);
  const result = prepared[era];
  if (result === undefined) return undefined;
  return Buffer.concat([
    Buffer.from(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":`),
    result,
    END,
  ]);
}

const END = Buffer.from('}');

function prepare(tools: readonly JsonObject[], serverInfo: JsonObject): Prepared {
  const modern = {
    tools,
    resultType: 'complete',
    ttlMs: 0,
    cacheScope: 'private',
    _meta: { [SERVER_INFO_META_KEY]: serverInfo },
  };
  return {
    // Until 2025 structured output had to be an object.
    legacy: tools.every(hasObjectOutput) ? Buffer.from(JSON.stringify({ tools })) : undefined,
    // There are no tasks in 2026, hence nothing about them in tools.
    modern: tools.some((tool) => 'execution' in tool)
      ? undefined
      : Buffer.from(JSON.stringify(modern)),
  };
}

function hasObjectOutput({ outputSchema }: JsonObject): boolean {
  if (outputSchema === undefined) return true;
  if (typeof outputSchema !== 'object' || outputSchema === null) return false;
  return 'type' in outputSchema && outputSchema.type === 'object';
}
