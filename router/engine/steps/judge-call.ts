import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';

import type { ArgumentChecker } from '../argument-checker.ts';
import { isTable } from '../is-table.ts';
import type { HiddenCall } from './plan-calls.ts';

type Verdict =
  | { readonly kind: 'run'; readonly entry: ToolEntry; readonly args: JsonObject }
  /** Not run; `text` tells the model why, so that it can repair its call. */
  | { readonly kind: 'refuse'; readonly text: string };

export interface JudgeContext {
  /** Every name the model may call. */
  readonly names: readonly string[];
  readonly checkArguments: ArgumentChecker;
}

export function judgeCall({ call, entry }: HiddenCall, context: JudgeContext): Verdict {
  if (entry === undefined) {
    const allowed = context.names.join(', ') || 'none';
    return refuse(`tool '${call.function.name}' is not permitted here; allowed tools: ${allowed}`);
  }
  const parsed = parseArguments(call.function.arguments);
  if ('problem' in parsed) return refuse(`arguments are not a JSON object: ${parsed.problem}`);
  const violation = context.checkArguments(entry, parsed.args);
  if (violation !== undefined) {
    return refuse(`arguments do not match the tool's schema: ${violation}`);
  }
  return { kind: 'run', entry, args: parsed.args };
}

/** No text at all means no arguments. */
export function parseArguments(text: string): { args: JsonObject } | { problem: string } {
  if (text.trim() === '') return { args: {} };
  try {
    const value: unknown = JSON.parse(text);
    return isTable(value) ? { args: value } : { problem: `they are ${text.slice(0, 40)}` };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function refuse(reason: string): Verdict {
  return { kind: 'refuse', text: `ERROR: ${reason}` };
}
