/** One call of a tool that is not run by the engine, told to the activity. */
import type { Outcome } from '#contract/events.ts';
import { createProgressForwarder } from '#core/forward-progress.ts';
import type { Events } from '#core/ports/events.ts';
import type { OpenRequest } from '#core/ports/requests.ts';
import type {
  ContentBlock,
  JsonObject,
  ToolEntry,
  ToolProgress,
  ToolResult,
  Tools,
} from '#core/ports/tools.ts';
import { toRouterError } from '#core/router-error.ts';
import { stripControls } from '#core/strip-controls.ts';
import { NEAR_BYTES, toPreview } from '#core/to-preview.ts';

export interface ToolCaller {
  readonly tools: Tools;
  readonly events: Pick<Events, 'publish'>;
  /** Blanks secrets. */
  readonly mask: (text: string) => string;
  /** Milliseconds. */
  readonly now?: () => number;
}

export interface DirectCall {
  readonly entry: ToolEntry;
  readonly args: JsonObject;
  readonly open: Pick<OpenRequest, 'id' | 'signal'>;
  /** Of the model that asked for it; 0, where none did, without it. */
  readonly turn?: number;
  /** Where a request makes more than one such call. */
  readonly callId?: string;
  /** Told of every progress; the activity sees as much as people can. */
  readonly onProgress?: (progress: ToolProgress) => void;
}

/** Rejects as `Tools.call`; the caller ends the request. */
export async function callTool(caller: ToolCaller, call: DirectCall): Promise<ToolResult> {
  const { tools, events, mask, now = Date.now } = caller;
  const { entry, args, open, turn = 0, callId = `${open.id}_call` } = call;
  const ids = { requestId: open.id, callId };
  const startedAt = now();
  const argumentsPreview = toPreview(JSON.stringify(args), mask);
  const started = { turn, tool: entry.name, argumentsPreview } as const;
  events.publish({ kind: 'tool-call-started', ...ids, ...started });
  const shown = createProgressForwarder((progress) =>
    events.publish({ kind: 'tool-call-progressed', ...ids, ...progress }),
  );
  const onProgress = (progress: ToolProgress): void => {
    shown.report(progress);
    call.onProgress?.(progress);
  };
  const end = (outcome: Outcome, text: string): void => {
    shown.end();
    const resultPreview = toPreview(text, mask);
    const ended = { outcome, durationMs: now() - startedAt, resultPreview } as const;
    events.publish({ kind: 'tool-call-ended', ...ids, ...ended });
  };
  try {
    const result = await tools.call(entry, args, {
      signal: open.signal,
      onProgress,
      requestId: open.id,
    });
    end(result.isError === true ? 'error' : 'ok', textOf(result));
    return result;
  } catch (cause) {
    const { code, message } = toRouterError(cause);
    if (open.signal.aborted) end('cancelled', '');
    else end('error', `ERROR: ${code}: ${message}`);
    throw cause;
  }
}

/** As much of the answer as a preview can show. */
function textOf({ content, structuredContent }: ToolResult): string {
  const lines: string[] = [];
  let room = NEAR_BYTES;
  for (const block of content) {
    if (room <= 0) break;
    const line = lineOf(block).slice(0, room);
    lines.push(line);
    room -= line.length;
  }
  if (lines.join('') === '' && structuredContent !== undefined) {
    lines.push(JSON.stringify(structuredContent));
  }
  return stripControls(lines.join('\n'));
}

function lineOf({ type, text, mimeType }: ContentBlock): string {
  if (type === 'text') return text ?? '';
  return mimeType === undefined ? `[${type}]` : `[${type} ${mimeType}]`;
}
