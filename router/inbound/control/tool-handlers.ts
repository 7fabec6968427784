import type { ToolResult } from '#core/ports/tools.ts';
import { RouterError, toRouterError } from '#core/router-error.ts';
import { callTool } from '../shared/call-tool.ts';
import { failed } from '../shared/tracked.ts';
import type { ControlParts, Handlers } from './handler.ts';
import { maskTexts } from './mask-texts.ts';

type Parts = Pick<ControlParts, 'tools' | 'requests' | 'events' | 'mask'>;

export function toolHandlers(parts: Parts): Handlers<'tools.list' | 'tools.call'> {
  const { tools, requests, mask } = parts;
  return {
    'tools.list': () => ({ tools: tools.inventory() }),
    async 'tools.call'({ name, arguments: args, requestId }, { client, connection }) {
      const entry = tools.find(name);
      if (entry === undefined) {
        throw new RouterError('UNKNOWN_TOOL', `unknown tool '${name}'`, { param: 'name' });
      }
      const operation = `tools/call ${entry.name}`;
      const info = { surface: 'control', operation, client };
      const open = requests.open(info, connection, requestId);
      const startedAt = performance.now();
      try {
        const result = await callTool(parts, { entry, args, open });
        open.end({ outcome: 'ok', status: 200 });
        const durationMs = Math.round(performance.now() - startedAt);
        return { requestId: open.id, ...showResult(result, mask), durationMs };
      } catch (cause) {
        const error = toRouterError(open.signal.aborted ? open.signal.reason : cause);
        open.end(failed(error));
        throw error;
      }
    },
  };
}

function showResult(result: ToolResult, mask: (text: string) => string) {
  const { content, structuredContent, isError = false } = result;
  return {
    isError,
    content: content.map((block) => maskTexts(block, mask)),
    ...(structuredContent !== undefined && {
      structuredContent: maskTexts(structuredContent, mask),
    }),
  };
}
