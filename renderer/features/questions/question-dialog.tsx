import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';

import type { PendingQuestion } from '#contract/questions.ts';
import { Failure } from '#components/failure.tsx';
import { Notice } from '#components/notice.tsx';
import { QuestionContext } from './question-context.tsx';
import { QuestionForm } from './question-form.tsx';
import { describeEnd, questionTitle } from './question-words.ts';
import { SamplingQuestion } from './sampling-question.tsx';
import { useAnswer, type Answering } from './use-answer.ts';
import type { QuestionDesk } from './use-question-desk.ts';
import { useQuestionEnd } from './use-question-end.ts';
import { UrlQuestion } from './url-question.tsx';

/** One question at a time. It opens by a click only, so that nobody answers by accident. */
export function QuestionDialog({ desk }: { readonly desk: QuestionDesk }): ReactNode {
  const { opened, close } = desk;
  return (
    <Modal
      opened={opened !== undefined}
      onClose={close}
      // The desk closes it, and only it.
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={opened && questionTitle(opened)}
      size="lg"
      transitionProps={{ duration: 100, exitDuration: 0 }}
      styles={{ title: { fontWeight: 600, overflowWrap: 'anywhere' } }}
    >
      {opened && <Opened key={opened.id} question={opened} desk={desk} />}
    </Modal>
  );
}

interface OpenedProps {
  readonly question: PendingQuestion;
  readonly desk: QuestionDesk;
}

function Opened({ question, desk }: OpenedProps): ReactNode {
  const { waiting, close } = desk;
  const end = useQuestionEnd(question.id);
  const answering = useAnswer(question, () => desk.answered(question));
  const at = waiting.findIndex(({ id }) => id === question.id);
  const isOver = end !== undefined || at === -1;
  const next = waiting[(at + 1) % waiting.length];
  const isAnother = next !== undefined && next.id !== question.id;
  return (
    <Stack gap="sm" data-question={question.id}>
      {isOver && !answering.busy ? (
        <Notice
          tone="info"
          title="This question does not wait any more"
          action={
            <Group gap="xs">
              {isAnother && <NextButton onClick={() => desk.open(next)} />}
              <Button variant="default" onClick={close} data-autofocus>
                Close
              </Button>
            </Group>
          }
        >
          {describeEnd(end)}
        </Notice>
      ) : (
        <>
          <QuestionContext
            question={question}
            onLeave={close}
            action={isAnother && <NextButton onClick={() => desk.open(next)} />}
          />
          {answering.problem !== undefined && (
            <Failure what="The answer was not taken" error={answering.problem} />
          )}
          <Body question={question} desk={desk} answering={answering} />
        </>
      )}
    </Stack>
  );
}

/** Several may wait; nobody has to take them in their order. */
function NextButton({ onClick }: { readonly onClick: () => void }): ReactNode {
  return (
    <Button variant="subtle" size="compact-xs" onClick={onClick}>
      Next question
    </Button>
  );
}

function Body(props: OpenedProps & { readonly answering: Answering }): ReactNode {
  const { question, desk, answering } = props;
  switch (question.kind) {
    case 'form':
      return <QuestionForm question={question} answering={answering} drafts={desk.drafts} />;
    case 'url':
      return <UrlQuestion question={question} answering={answering} />;
    case 'sampling':
      return <SamplingQuestion question={question} answering={answering} />;
  }
}
