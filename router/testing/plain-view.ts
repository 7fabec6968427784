/** The servers' tools and prompts as they are, and nothing of our own. */
import type { Aggregator } from '#core/ports/aggregator.ts';
import type { JsonObject, Tools } from '#core/ports/tools.ts';
import { rawsOf } from '../inbound/mcp/methods/raws-of.ts';
import type { ClientView } from '../inbound/mcp/own/view.ts';

interface PlainViewParts {
  readonly tools: Pick<Tools, 'list' | 'find'>;
  readonly aggregator: Pick<Aggregator, 'prompts' | 'findPrompt'>;
}

export function createPlainView({ tools, aggregator }: PlainViewParts): ClientView {
  return {
    tools: (): readonly JsonObject[] => rawsOf(tools.list()),
    findTool: (name) => {
      const entry = tools.find(name);
      return entry && { kind: 'server', entry };
    },
    prompts: () => rawsOf(aggregator.prompts()),
    findPrompt: (name) => {
      const entry = aggregator.findPrompt(name);
      return entry && { kind: 'server', entry };
    },
    displaced: () => [],
  };
}
