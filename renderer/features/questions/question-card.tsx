import { Button, Group, Text, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';

import type { PendingQuestion } from '#contract/questions.ts';
import { PlainText } from '#components/plain-text.tsx';
import { questionTitle } from './question-words.ts';
import { TimeLeft } from './time-left.tsx';
import type { QuestionDesk } from './use-question-desk.ts';
import classes from './questions.module.css';

/** Says that something waits, and leaves the focus where it is. */
export function QuestionCard({ desk }: { readonly desk: QuestionDesk }): ReactNode {
  const { announced } = desk;
  return (
    <>
      {/* Screen readers hear only what changes in a place that was there before. */}
      <VisuallyHidden role="status">
        {announced === undefined ? '' : questionTitle(announced)}
      </VisuallyHidden>
      {announced !== undefined && <Card question={announced} desk={desk} />}
    </>
  );
}

interface CardProps {
  readonly question: PendingQuestion;
  readonly desk: QuestionDesk;
}

function Card({ question, desk }: CardProps): ReactNode {
  const text = question.kind === 'sampling' ? `${question.model} would answer.` : question.message;
  return (
    <section className={classes['card']} aria-label="A question waits">
      <Group justify="space-between" wrap="nowrap" gap="xs" align="baseline">
        <Text size="sm" fw={600} className="breaks" lineClamp={2}>
          {questionTitle(question)}
        </Text>
        <div style={{ flexShrink: 0 }}>
          <TimeLeft at={question.expiresAt} />
        </div>
      </Group>
      {text !== '' && (
        <PlainText text={text} c="dimmed" mt={2} className={classes['clamp'] ?? ''} />
      )}
      <Group gap="xs" mt="xs" justify="flex-end">
        <Button variant="default" onClick={desk.later}>
          Later
        </Button>
        <Button aria-haspopup="dialog" onClick={() => desk.open(question)}>
          Answer
        </Button>
      </Group>
    </section>
  );
}
