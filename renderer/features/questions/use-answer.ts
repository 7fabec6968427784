import { useState } from 'react';

import { ControlError } from '#contract/control-client.ts';
import type { PendingQuestion, QuestionAnswer } from '#contract/questions.ts';
import { useRouterCall } from '#client/queries.ts';
import { useWoollama } from '#client/woollama.tsx';

export interface Answering {
  readonly busy: boolean;
  /** Why the last answer was not taken. */
  readonly problem: Error | undefined;
  /** The reason when it was not taken. */
  readonly give: (answer: QuestionAnswer) => Promise<Error | undefined>;
}

/** Answers one question; `onDone` when the router has taken the answer. */
export function useAnswer({ id }: PendingQuestion, onDone: () => void): Answering {
  const { queries } = useWoollama();
  const call = useRouterCall('questions.answer');
  const [problem, setProblem] = useState<Error>();
  return {
    busy: call.isPending,
    problem,
    async give(answer) {
      setProblem(undefined);
      try {
        await call.mutateAsync({ id, answer });
        onDone();
        return undefined;
      } catch (error) {
        const reason = error instanceof Error ? error : new Error(String(error));
        // That it does not wait any more shows by itself, when the list was read again.
        if (!(error instanceof ControlError && error.code === 'NOT_FOUND')) setProblem(reason);
        return reason;
      } finally {
        void queries.invalidateQueries({ queryKey: ['questions.list'] });
      }
    },
  };
}
