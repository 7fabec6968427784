/** Stops results that no client should get: broken promises, and more than anybody can hold. */
import type { JsonObject, ToolEntry } from '#core/ports/tools.ts';
import type { OutputChecker } from './output-checker.ts';
import { failedResult, isObject } from '../offers/remote-tool.ts';
import { roughSize } from './result-size.ts';

const MEGABYTE = 1024 * 1024;

export interface Judge {
  readonly check: OutputChecker;
  /** 0 means no limit. */
  readonly maxBytes: number;
}

/** The result itself, or a tool error in its place that says what is wrong with it. */
export function judgeResult(entry: ToolEntry, result: JsonObject, judge: Judge): JsonObject {
  const name = `Tool "${entry.tool}" of server "${entry.server}"`;
  const { content } = result;
  if (content !== undefined && !Array.isArray(content)) {
    return failedResult('The server sent an unusable answer');
  }
  if (judge.maxBytes > 0) {
    const size = roughSize(result, judge.maxBytes);
    if (size > judge.maxBytes) {
      const limit = inMegabytes(judge.maxBytes);
      const real = inMegabytes(roughSize(result));
      return failedResult(`${name} sent a result of ${real} MB; the limit is ${limit} MB`);
    }
  }
  const problem = judge.check(entry, result);
  if (problem === undefined) return result;
  const text = `${name} broke its own output schema: ${problem}`;
  const texts = Array.isArray(content) ? content.filter(isText) : [];
  return { ...failedResult(text), content: [{ type: 'text', text }, ...texts] };
}

function isText(block: unknown): boolean {
  return isObject(block) && block['type'] === 'text';
}

function inMegabytes(bytes: number): string {
  const megabytes = bytes / MEGABYTE;
  return megabytes >= 0.1 || megabytes === 0 ? megabytes.toFixed(1) : megabytes.toPrecision(1);
}
