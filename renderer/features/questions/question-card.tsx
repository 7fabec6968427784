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
      <Text size="sm" fw={600} className="breaks" lineClamp={3}>
        {questionTitle(question)}
      </Text>
      {text !== '' && (
        <PlainText text={text} c="dimmed" mt={2} className={classes['clamp'] ?? ''} />
      )}
      <TimeLeft at={question.expiresAt} />
      <Group gap={4} mt={6} grow>
        <Button size="compact-xs" px={2} aria-haspopup="dialog" onClick={() => desk.open(question)}>
          Answer
        </Button>
        <Button size="compact-xs" px={2} variant="default" onClick={desk.later}>
          Later
        </Button>
      </Group>
    </section>
  );
}
