/** Prompts, resources and completions: to the server that has them, and back as they are. */
import { z } from 'zod';

import type { RelayOptions } from '#core/ports/aggregator.ts';
import type { JsonObject } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import type { McpParts } from '../mcp-parts.ts';
import { firstToolsKnown } from './first-tools.ts';
import type { Exchange, Method } from './method.ts';
import { invalidParams, parseParams } from './parse-params.ts';
import { openProgressLine } from './progress-line.ts';
import { toResult } from './to-result.ts';
import { trackWork } from './track-work.ts';

const promptParams = z.looseObject({
  name: z.string(),
  arguments: z.record(z.string(), z.string()).optional(),
});
const resourceParams = z.looseObject({ uri: z.string() });
const completeParams = z.looseObject({
  ref: z.discriminatedUnion('type', [
    z.looseObject({ type: z.literal('ref/prompt'), name: z.string() }),
    z.looseObject({ type: z.literal('ref/resource'), uri: z.string() }),
  ]),
  argument: z.looseObject({ name: z.string(), value: z.string() }),
});

export const getPrompt: Method = async (given, exchange, parts) => {
  const params = parseParams(given, promptParams);
  const { view, signal } = exchange;
  let found = view.findPrompt(params.name);
  if (found === undefined) {
    await firstToolsKnown(parts.tools, signal);
    found = view.findPrompt(params.name);
  }
  if (found === undefined) throw invalidParams(`unknown prompt '${params.name}'`);
  if (found.kind === 'own') return toResult(found.prompt.get(params.arguments ?? {}));
  const { entry } = found;
  return await relay(`prompts/get ${entry.name}`, { exchange, parts }, (options) =>
    parts.aggregator.getPrompt(entry, params, options),
  );
};

export const readResource: Method = async (given, exchange, parts) => {
  const params = parseParams(given, resourceParams);
  return await relay(`resources/read ${params.uri}`, { exchange, parts }, (options) =>
    parts.aggregator.readResource(params, options),
  );
};

export const complete: Method = async (given, exchange, parts) => {
  const params = parseParams(given, completeParams);
  const { ref, argument } = params;
  const found = ref.type === 'ref/prompt' ? exchange.view.findPrompt(ref.name) : undefined;
  if (found?.kind === 'own') return found.prompt.complete(argument.name, argument.value);
  const what = ref.type === 'ref/prompt' ? ref.name : ref.uri;
  return await relay(`completion/complete ${what}`, { exchange, parts }, (options) =>
    parts.aggregator.complete(params, options),
  );
};

interface Relayed {
  readonly exchange: Exchange;
  readonly parts: McpParts;
}

/** Shown in the activity by its operation alone. */
async function relay(
  operation: string,
  { exchange, parts }: Relayed,
  ask: (options: RelayOptions) => Promise<RpcOutcome>,
): Promise<JsonObject> {
  return await trackWork(parts, exchange, {
    operation,
    run: async (open) => {
      const line = openProgressLine(exchange, parts.heartbeatMs);
      try {
        const { signal, id: requestId } = open;
        return toResult(
          await ask({ signal, requestId, peer: exchange.peer, onProgress: line.report }),
        );
      } finally {
        line.end();
      }
    },
  });
}
