import { useEffect, useState } from 'react';

import { useWoollama } from '#client/woollama.tsx';
import type { QuestionEnd } from './question-words.ts';

/** How it ended while somebody looked at it; undefined while it waits, or when nobody told. */
export function useQuestionEnd(id: string): QuestionEnd | undefined {
  const { connection } = useWoollama();
  const [end, setEnd] = useState<QuestionEnd>();
  useEffect(
    () =>
      connection.listen({
        onHello: () => undefined,
        onBatch({ events }) {
          for (const event of events) {
            if (event.kind === 'question-ended' && event.questionId === id) setEnd(event.outcome);
          }
        },
      }),
    [connection, id],
  );
  return end;
}
