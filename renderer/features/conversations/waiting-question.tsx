import { Button, Group, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';

import type { ConversationInfo, ConversationQuestion } from '#contract/conversations.ts';
import { sendTurn } from '#client/send-turn.ts';
import { useWoollama } from '#client/woollama.tsx';
import { Failure } from '#components/failure.tsx';
import { PlainText, revealHidden } from '#components/plain-text.tsx';
import { Section } from '#components/section.tsx';
import { usePendingQuestion } from '#conversation-view/use-conversation.ts';
import classes from './conversations.module.css';

/** An answer that was begun, and to what. */
interface Draft {
  readonly question: string;
  readonly text: string;
}

const NO_DRAFT: Draft = { question: '', text: '' };

/** What it waits for, and the answer, which is its next turn. */
export function WaitingQuestion({ info }: { readonly info: ConversationInfo }): ReactNode {
  const { fetch, queries } = useWoollama();
  // Kept here, because the form is away while the turn runs, and back when it failed.
  const [draft, setDraft] = useState(NO_DRAFT);
  // It goes on when the drawer is closed.
  const { mutate, error, isPending } = useMutation({
    mutationFn: (input: string) => sendTurn(fetch, { conversation: info.id, input }),
    onSuccess: () => setDraft(NO_DRAFT),
    onSettled: () =>
      Promise.all(
        ['conversations.list', 'conversations.get', 'conversations.items'].map((method) =>
          queries.invalidateQueries({ queryKey: [method] }),
        ),
      ),
  });
  const isWaiting = info.status === 'awaiting_input';
  return (
    <>
      {error !== null && <Failure what="The turn with your answer failed" error={error} />}
      {isPending && (
        <Text size="sm" c="dimmed" role="status">
          Your answer is sent; the model goes on with it ...
        </Text>
      )}
      {isWaiting && !isPending && (
        <Question info={info} draft={draft} onDraft={setDraft} onAnswer={mutate} />
      )}
    </>
  );
}

interface AnswerProps {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly onAnswer: (text: string) => void;
}

interface QuestionProps extends AnswerProps {
  readonly info: ConversationInfo;
}

function Question({ info, ...answering }: QuestionProps): ReactNode {
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
      {question === undefined && error === null && (
        <Text size="sm" c="dimmed" role="status">
          Asking {info.holder} what it waits for ...
        </Text>
      )}
      {question !== undefined && <AnswerForm question={question} {...answering} />}
    </Section>
  );
}

interface AnswerFormProps extends AnswerProps {
  readonly question: ConversationQuestion | null;
}

/** An option fills the field, where it can still be changed; nothing is sent by choosing. */
function AnswerForm({ question, draft, onDraft, onAnswer }: AnswerFormProps): ReactNode {
  const asked = question?.text ?? '';
  // What was meant for another question is no answer to this one.
  const text = draft.question === asked ? draft.text : '';
  const options = [...new Set(question?.options)];
  const setText = (next: string): void => onDraft({ question: asked, text: next });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '') onAnswer(text);
  };
  return (
    <form onSubmit={submit} aria-label="Answer">
      <Stack gap="sm">
        <PlainText
          text={asked === '' ? 'Its holder does not say what it asks.' : asked}
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
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" disabled={text.trim() === ''}>
            Send answer
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
