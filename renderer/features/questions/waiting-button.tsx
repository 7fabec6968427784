import { Button } from '@mantine/core';
import { MessageCircleQuestion } from 'lucide-react';
import type { ReactNode } from 'react';

import type { QuestionDesk } from './use-question-desk.ts';

/** On every page while something waits; opens what has waited longest. */
export function WaitingButton({ desk }: { readonly desk: QuestionDesk }): ReactNode {
  const [oldest] = desk.waiting;
  if (oldest === undefined) return null;
  return (
    <Button
      size="compact-xs"
      variant="light"
      style={{ flexShrink: 0 }}
      leftSection={<MessageCircleQuestion size={13} aria-hidden />}
      aria-haspopup="dialog"
      onClick={() => desk.open(oldest)}
    >
      Waiting for you: {desk.waiting.length}
    </Button>
  );
}
