/** What a server offers besides tools, read as leniently as they are. */
import { z } from 'zod';

import type { JsonObject } from '#core/ports/tools.ts';

const text = z.string().catch('');
const maybeText = z.string().optional().catch(undefined);

const promptShape = z.object({
  name: z.string().min(1),
  title: maybeText,
  description: text,
  arguments: z.array(z.object({ name: z.string(), required: z.boolean().catch(false) })).catch([]),
});

const resourceShape = z.object({
  uri: z.string().min(1),
  name: text,
  description: text,
  mimeType: maybeText,
});

const templateShape = resourceShape.omit({ uri: true }).extend({ uriTemplate: z.string().min(1) });

/** As the server sent it. */
interface Raw {
  readonly raw: JsonObject;
}
export interface RemotePrompt extends z.infer<typeof promptShape>, Raw {}
/** `uri` is a template's `uriTemplate` in the list of templates. */
export interface RemoteResource extends z.infer<typeof resourceShape>, Raw {}

const rawObject = z.record(z.string(), z.unknown());

export function parsePrompt(candidate: unknown): readonly RemotePrompt[] {
  const parsed = promptShape.safeParse(candidate);
  return parsed.success ? [{ ...parsed.data, raw: rawObject.parse(candidate) }] : [];
}

export function parseResource(candidate: unknown): readonly RemoteResource[] {
  const parsed = resourceShape.safeParse(candidate);
  return parsed.success ? [{ ...parsed.data, raw: rawObject.parse(candidate) }] : [];
}

export function parseTemplate(candidate: unknown): readonly RemoteResource[] {
  const parsed = templateShape.safeParse(candidate);
  if (!parsed.success) return [];
  const { uriTemplate, ...rest } = parsed.data;
  return [{ ...rest, uri: uriTemplate, raw: rawObject.parse(candidate) }];
}
