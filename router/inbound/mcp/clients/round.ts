import type { JsonObject } from '#core/ports/tools.ts';

/** One request of the client while it waits for the answer. */
export interface Round {
  readonly signal: AbortSignal;
  progressToken(): string | number | undefined;
  wantsLog(level: string): boolean;
  notify(method: string, params: JsonObject): void;
}
