import { Button, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import type { PendingQuestion } from '#contract/questions.ts';
import { revealHidden } from '#components/plain-text.tsx';
import { Quote } from './quote.tsx';
import type { Answering } from './use-answer.ts';
import classes from './questions.module.css';

interface SamplingQuestionProps {
  readonly question: Extract<PendingQuestion, { readonly kind: 'sampling' }>;
  readonly answering: Answering;
}

/** A server wants one of the person's models to answer. Nothing was sent to the model yet. */
export function SamplingQuestion({ question, answering }: SamplingQuestionProps): ReactNode {
  const { server, model, systemPrompt, messages, maxTokens, tools } = question;
  const name = revealHidden(server);
  const { busy, give } = answering;
  return (
    <Stack gap="sm">
      <Text size="sm" className="breaks">
        <strong>{revealHidden(model)}</strong> would answer with at most{' '}
        {maxTokens.toLocaleString('en')} tokens, and {name} gets the answer.
        {tools > 0 && ` The model may ask ${name} to run ${countTools(tools)}.`}
      </Text>
      <Text size="xs" c="dimmed" className="breaks">
        Until the restart, {name} may use a model without asking again. The limits in the settings
        count all the same.
      </Text>
      {systemPrompt !== undefined && systemPrompt !== '' && (
        <Quote label="System prompt" text={systemPrompt} />
      )}
      {messages.map(({ role, text }, at) => (
        <Quote key={at} label={roleOf(role)} text={text} />
      ))}
      <div className={classes['buttons']}>
        <Button
          variant="default"
          disabled={busy}
          onClick={() => void give({ action: 'decline' })}
          // Leave to use a model is never one key away.
          data-autofocus
        >
          Decline
        </Button>
        <Button
          variant="default"
          disabled={busy}
          onClick={() => void give({ action: 'accept', always: true })}
        >
          Allow until restart
        </Button>
        <Button loading={busy} onClick={() => void give({ action: 'accept' })}>
          Allow once
        </Button>
      </div>
    </Stack>
  );
}

const ROLES: Readonly<Record<string, string>> = {
  user: 'Message, as from a user',
  assistant: 'Message, as from the model',
};

function roleOf(role: string): string {
  return ROLES[role] ?? `Message of ${revealHidden(role)}`;
}

function countTools(count: number): string {
  return count === 1 ? 'one of its tools' : `${count} of its tools`;
}
