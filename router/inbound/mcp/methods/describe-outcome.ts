import { z } from 'zod';

import type { ToolResult } from '#core/ports/tools.ts';
import type { RpcOutcome } from '#core/rpc.ts';
import { describeToolResult } from '../../shared/describe-tool-result.ts';
import type { ShownResult } from '../../shared/show-tool-call.ts';

/** As far as a preview looks into a result that is relayed unchecked. */
const shownResult = z.looseObject({
  content: z
    .array(
      z.looseObject({
        type: z.string(),
        text: z.string().exactOptional().catch(''),
        mimeType: z.string().exactOptional(),
      }),
    )
    .catch([]),
  structuredContent: z.record(z.string(), z.unknown()).exactOptional(),
  isError: z.boolean().exactOptional(),
}) satisfies z.ZodType<ToolResult>;

/** As 2025-11-25 and 2026-07-28 begin one. */
const task = z
  .looseObject({ task: z.looseObject({ taskId: z.string() }) })
  .or(z.looseObject({ resultType: z.literal('task') }));

/** What the activity shows of a raw answer to `tools/call`. */
export function describeOutcome(outcome: RpcOutcome): ShownResult {
  if (!outcome.ok) return { isError: true, text: `ERROR: ${outcome.error.message}` };
  if (task.safeParse(outcome.result).success) return { isError: false, text: 'goes on as a task' };
  const result = shownResult.safeParse(outcome.result);
  if (result.success) return describeToolResult(result.data);
  return { isError: false, text: '' };
}
