import { Button } from '@mantine/core';
import { MessageCircleQuestion } from 'lucide-react';
import type { ReactNode } from 'react';

import type { QuestionDesk } from './use-question-desk.ts';

interface WaitingButtonProps {
  readonly desk: QuestionDesk;
  /** How much else waits for the person. */
  readonly others: number;
  readonly onOpenOther: () => void;
}

/** On every page while something waits; opens the question that has waited longest. */
export function WaitingButton({ desk, others, onOpenOther }: WaitingButtonProps): ReactNode {
  const [oldest] = desk.waiting;
  const count = desk.waiting.length + others;
  if (count === 0) return null;
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
