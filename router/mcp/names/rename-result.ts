/** Renames what results say about resources and tasks; everything else stays the very same object. */
import type { JsonObject } from '#core/ports/tools.ts';
import { isObject } from '../offers/remote-tool.ts';

export const RELATED_TASK = 'io.modelcontextprotocol/related-task';

export interface Renamer {
  readonly uri: (uri: string) => string;
  readonly task: (id: string) => string;
}

/** Of `tools/call` and `tasks/result`. */
export function renameToolResult(result: JsonObject, renamer: Renamer): JsonObject {
  return renameTaskMeta(
    renameField(result, 'content', (block) => renameBlock(block, renamer)),
    renamer,
  );
}

/** Of `prompts/get`. */
export function renamePromptResult(result: JsonObject, renamer: Renamer): JsonObject {
  return renameField(result, 'messages', (message) => {
    if (!isObject(message)) return message;
    const { content } = message;
    if (Array.isArray(content))
      return renameField(message, 'content', (one) => renameBlock(one, renamer));
    const renamed = renameBlock(content, renamer);
    return renamed === content ? message : { ...message, content: renamed };
  });
}

/** Of `resources/read`. */
export function renameReadResult(result: JsonObject, renamer: Renamer): JsonObject {
  return renameField(result, 'contents', (one) => renameUri(one, renamer));
}

/** In params and results alike. */
export function renameTaskMeta(message: JsonObject, renamer: Renamer): JsonObject {
  const { _meta: meta } = message;
  const related = isObject(meta) ? meta[RELATED_TASK] : undefined;
  if (!isObject(meta) || !isObject(related)) return message;
  const renamed = renameTask(related, renamer);
  return { ...message, _meta: { ...meta, [RELATED_TASK]: renamed } };
}

/** Whatever has a `taskId`. */
export function renameTask(holder: JsonObject, renamer: Renamer): JsonObject {
  const { taskId } = holder;
  return typeof taskId === 'string' ? { ...holder, taskId: renamer.task(taskId) } : holder;
}

function renameBlock(block: unknown, renamer: Renamer): unknown {
  if (!isObject(block)) return block;
  if (block['type'] === 'resource_link') return renameUri(block, renamer);
  if (block['type'] === 'tool_result')
    return renameField(block, 'content', (one) => renameBlock(one, renamer));
  if (block['type'] !== 'resource') return block;
  const resource = renameUri(block['resource'], renamer);
  return resource === block['resource'] ? block : { ...block, resource };
}

function renameUri(holder: unknown, renamer: Renamer): unknown {
  if (!isObject(holder) || typeof holder['uri'] !== 'string') return holder;
  const uri = renamer.uri(holder['uri']);
  return uri === holder['uri'] ? holder : { ...holder, uri };
}

function renameField(
  holder: JsonObject,
  field: string,
  rename: (item: unknown) => unknown,
): JsonObject {
  const items: unknown = holder[field];
  if (!Array.isArray(items)) return holder;
  let changed = false;
  const renamed = items.map((item: unknown) => {
    const result = rename(item);
    changed ||= result !== item;
    return result;
  });
  return changed ? { ...holder, [field]: renamed } : holder;
}
