import type { ContentBlock, ToolResult } from '#core/ports/tools.ts';
import { stripControls } from '#core/strip-controls.ts';
import { NEAR_BYTES } from '#core/to-preview.ts';
import type { ShownResult } from './show-tool-call.ts';

/** As much of the answer as a preview can show. */
export function describeToolResult(result: ToolResult): ShownResult {
  const { content, structuredContent } = result;
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
  return { isError: result.isError === true, text: stripControls(lines.join('\n')) };
}

function lineOf({ type, text, mimeType }: ContentBlock): string {
  if (type === 'text') return text ?? '';
  return mimeType === undefined ? `[${type}]` : `[${type} ${mimeType}]`;
}
