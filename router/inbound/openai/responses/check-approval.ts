import { z } from 'zod';

import { parseAt, refuse } from './parse-at.ts';

const toolNames = z.looseObject({ tool_names: z.array(z.string()).nullish() });
const wishes = z.union(
  [z.enum(['never', 'always']), z.looseObject({ never: toolNames.nullish() })],
  { error: "must be 'never', 'always' or an object" },
);

interface AskedTool {
  readonly require_approval?: unknown;
  readonly allowed_tools?:
    | readonly string[]
    | { readonly tool_names?: readonly string[] | null | undefined }
    | null
    | undefined;
}

/**
 * Nobody could be asked in the middle of a response, so what must not run unasked is refused. Throws
 * INVALID_REQUEST naming the field.
 */
export function checkApproval(tool: AskedTool, param: string): void {
  if (tool.require_approval === undefined || tool.require_approval === null) return;
  const field = `${param}.require_approval`;
  const wish = parseAt(tool.require_approval, wishes, field);
  if (wish === 'never') return;
  if (wish !== 'always') {
    const free = wish.never?.tool_names ?? [];
    const { allowed_tools: allowed } = tool;
    const offered = allowed !== null && allowed !== undefined && namesOf(allowed);
    if (offered && offered.length > 0 && offered.every((name) => free.includes(name))) return;
  }
  throw refuse(
    field,
    "approval of calls is not supported; use 'never', and allowed_tools for what may run unasked",
  );
}

function namesOf(allowed: NonNullable<AskedTool['allowed_tools']>): readonly string[] {
  return 'tool_names' in allowed ? (allowed.tool_names ?? []) : isList(allowed) ? allowed : [];
}

function isList(value: object): value is readonly string[] {
  return Array.isArray(value);
}
