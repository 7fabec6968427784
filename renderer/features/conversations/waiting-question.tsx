import { Button, Group, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';

import type { ConversationInfo, ConversationQuestion } from '#contract/conversations.ts';
import { sendTurn } from '#client/send-turn.ts';
import { useWoollama } from '#client/woollama.tsx';
import { Failure } from '#components/failure.tsx';
import { PlainText, revealHidden } from '#components/plain-text.tsx';
import { Section } from '#components/section.tsx';
import { usePendingQuestion } from './use-conversations.ts';
import classes from './conversations.module.css';

/** What it waits for, and the answer, which is its next turn. */
export function WaitingQuestion({ info }: { readonly info: ConversationInfo }): ReactNode {
  const { fetch, queries } = useWoollama();
  // It goes on when the drawer is closed.
  const { mutate, error, isPending } = useMutation({
    mutationFn: (input: string) => sendTurn(fetch, { conversation: info.id, input }),
    onSettled: () =>
      Promise.all(
        ['conversations.list', 'conversations.get', 'conversations.items'].map((method) =>
          queries.invalidateQueries({ queryKey: [method] }),
        ),
      ),
  });
  const isWaiting = info.status === 'awaiting_input';
  if (!isWaiting && error === null) return null;
  return (
    <>
      {error !== null && <Failure what="The answer did not lead to an end" error={error} />}
      {isWaiting && <Question info={info} isSending={isPending} onAnswer={mutate} />}
    </>
  );
}

interface QuestionProps {
  readonly info: ConversationInfo;
  readonly isSending: boolean;
  readonly onAnswer: (text: string) => void;
}

function Question({ info, isSending, onAnswer }: QuestionProps): ReactNode {
  const { data: question, error, refetch } = usePendingQuestion(info);
  return (
    <Section title="It waits for you">
      {error !== null && (
        <Failure
          what="The question could not be read"
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {question === undefined ? (
        error === null && (
          <Text size="sm" c="dimmed" role="status">
            Asking {info.holder} what it waits for ...
          </Text>
        )
      ) : (
        <AnswerForm question={question} isSending={isSending} onAnswer={onAnswer} />
      )}
    </Section>
  );
}

interface AnswerFormProps extends Omit<QuestionProps, 'info'> {
  readonly question: ConversationQuestion | null;
}

/** An option fills the field, where it can still be changed; nothing is sent by choosing. */
function AnswerForm({ question, isSending, onAnswer }: AnswerFormProps): ReactNode {
  const [text, setText] = useState('');
  const options = [...new Set(question?.options)];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '' && !isSending) onAnswer(text);
  };
  return (
    <form onSubmit={submit} aria-label="Answer">
      <Stack gap="sm">
        <PlainText
          text={question?.text || 'Its holder does not say what it asks.'}
          className={classes['said'] ?? ''}
        />
        {options.length > 0 && (
          <Radio.Group label="Offered answers" value={text} onChange={setText}>
            <Stack gap={6} mt={4}>
              {options.map((option) => (
                <Radio
                  key={option}
                  value={option}
                  label={<span className="breaks">{revealHidden(option)}</span>}
                  disabled={isSending}
                />
              ))}
            </Stack>
          </Radio.Group>
        )}
        <Textarea
          label="Your answer"
          autosize
          minRows={2}
          maxRows={8}
          value={text}
          disabled={isSending}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={isSending} disabled={text.trim() === ''}>
            Send answer
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
