/** Responses that are being made, so that they can be looked at and cancelled. */
import type { ResponseWriter } from './response-writer.ts';

export interface RunningResponse {
  readonly writer: ResponseWriter;
  cancel(): void;
}

export interface RunningResponses {
  find(id: string): RunningResponse | undefined;
  /** Until the returned function is called. */
  add(response: RunningResponse): () => void;
}

export function createRunningResponses(): RunningResponses {
  const running = new Map<string, RunningResponse>();
  return {
    find: (id) => running.get(id),
    add: (response) => {
      running.set(response.writer.id, response);
      return () => void running.delete(response.writer.id);
    },
  };
}
