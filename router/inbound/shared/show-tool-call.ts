/** One call of a tool that no model asked for, told to the activity as turn 0. */
import type { Outcome } from '#contract/events.ts';
import { createProgressForwarder } from '#core/forward-progress.ts';
import type { Events } from '#core/ports/events.ts';
import type { OpenRequest } from '#core/ports/requests.ts';
import type { JsonObject, ToolProgress } from '#core/ports/tools.ts';
import { toRouterError } from '#core/router-error.ts';
import { toPreview } from '#core/to-preview.ts';

export interface CallStage {
  readonly events: Pick<Events, 'publish'>;
  /** Blanks secrets. */
  readonly mask: (text: string) => string;
  /** Milliseconds. */
  readonly now?: () => number;
}

/** What the activity says at the end of a call that was answered. */
export interface ShownResult {
  readonly isError: boolean;
  readonly text: string;
}

export interface ShownCall<T> {
  readonly tool: string;
  readonly args: JsonObject;
  readonly open: OpenRequest;
  /** Told of every progress; the activity sees as much as people can. */
  readonly onProgress?: (progress: ToolProgress) => void;
  readonly run: (onProgress: (progress: ToolProgress) => void) => Promise<T>;
  readonly describe: (result: T) => ShownResult;
}

/** Settles as `run` does; the caller ends the request. */
export async function showToolCall<T>(stage: CallStage, call: ShownCall<T>): Promise<T> {
  const { events, mask, now = Date.now } = stage;
  const { tool, args, open } = call;
  const ids = { requestId: open.id, callId: `${open.id}_call` };
  const startedAt = now();
  const argumentsPreview = toPreview(JSON.stringify(args), mask);
  events.publish({ kind: 'tool-call-started', ...ids, turn: 0, tool, argumentsPreview });
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
    const result = await call.run(onProgress);
    const { isError, text } = call.describe(result);
    end(isError ? 'error' : 'ok', text);
    return result;
  } catch (cause) {
    const { code, message } = toRouterError(cause);
    if (open.signal.aborted) end('cancelled', '');
    else end('error', `ERROR: ${code}: ${message}`);
    throw cause;
  }
}
