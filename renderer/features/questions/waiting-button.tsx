import { Button } from '@mantine/core';
import { MessageCircleQuestion } from 'lucide-react';
import type { ReactNode } from 'react';

import type { WaitingConversations } from '#client/use-waiting-conversations.ts';
import type { QuestionDesk } from './use-question-desk.ts';
import { waitingCount } from './waiting-count.ts';

interface WaitingButtonProps {
  readonly desk: QuestionDesk;
  /** What else waits for the person. */
  readonly others: WaitingConversations;
  readonly onOpenOther: () => void;
}

/** On every page while something waits; opens the question that has waited longest. */
export function WaitingButton({ desk, others, onOpenOther }: WaitingButtonProps): ReactNode {
  const [oldest] = desk.waiting;
  const count = waitingCount(desk.waiting.length, others);
  if (count === '') return null;
  return (
    <Button
      size="compact-xs"
      variant="light"
      style={{ flexShrink: 0 }}
      leftSection={<MessageCircleQuestion size={13} aria-hidden />}
      aria-haspopup="dialog"
      onClick={() => (oldest === undefined ? onOpenOther() : desk.open(oldest))}
    >
      Waiting for you: {count}
    </Button>
  );
}
