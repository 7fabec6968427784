import { useState } from 'react';

import { ControlError } from '#contract/control-client.ts';
import type { PendingQuestion, QuestionAnswer } from '#contract/questions.ts';
import { useRouterCall } from '#client/queries.ts';
import { useWoollama } from '#client/woollama.tsx';

export interface Answering {
  readonly busy: boolean;
  /** Why the last answer was not taken. */
  readonly problem: Error | undefined;
  /** `isPlaced` takes an error that is shown at its field; any other is the `problem`. */
  readonly give: (answer: QuestionAnswer, isPlaced?: (error: unknown) => boolean) => Promise<void>;
}

/** Answers one question; `onDone` when the router has taken the answer. */
export function useAnswer({ id }: PendingQuestion, onDone: () => void): Answering {
  const { queries } = useWoollama();
  const call = useRouterCall('questions.answer');
  const [problem, setProblem] = useState<Error>();
  return {
    busy: call.isPending,
    problem,
    async give(answer, isPlaced) {
      setProblem(undefined);
      try {
        await call.mutateAsync({ id, answer });
        onDone();
      } catch (error) {
        // That it does not wait any more shows by itself, when the list was read again.
        if (error instanceof ControlError && error.code === 'NOT_FOUND') return;
        if (isPlaced?.(error) === true) return;
        setProblem(error instanceof Error ? error : new Error(String(error)));
      } finally {
        void queries.invalidateQueries({ queryKey: ['questions.list'] });
      }
    },
  };
}
