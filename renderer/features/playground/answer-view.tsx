import { Button, Collapse, Group, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import { describeTokens } from '#activity-view/describe-request.ts';
import { RequestFailure } from '#activity-view/request-failure.tsx';
import { CopyButton } from '#components/copy-button.tsx';
import { PlainText, revealHidden } from '#components/plain-text.tsx';
import { StateLabel } from '#components/state-label.tsx';
import type { Answer, Exchange } from './chat-model.ts';
import { RECIPE_PREFIX } from './chat-request.ts';
import classes from './playground.module.css';

interface AnswerViewProps {
  readonly exchange: Exchange;
  /** It came from the built-in demo. */
  readonly demo: boolean;
}

/** One question and what came back. Answers are texts of strangers: shown as they are, never as HTML. */
export function ExchangeView({ exchange, demo }: AnswerViewProps): ReactNode {
  const { model, prompt, answer } = exchange;
  return (
    <Stack gap={6} pb="md" component="article" aria-label={`Answer of ${revealHidden(model)}`}>
      <PlainText text={prompt} className={`${classes['said']} ${classes['prompt']}`} />
      <Text size="xs" c="dimmed" className="breaks">
        {revealHidden(model)}
      </Text>
      {answer.reasoning !== '' && <Reasoning text={answer.reasoning} />}
      {answer.text !== '' && <PlainText text={answer.text} className={classes['said'] ?? ''} />}
      {answer.problem !== undefined && (
        <RequestFailure
          code={answer.problem.code}
          message={answer.problem.message}
          asked={toAsked(model)}
        />
      )}
      <Footer answer={answer} />
      {demo && (
        <Text size="xs" c="dimmed">
          This came from the built-in demo: a script that calls the tools for real, but no
          intelligence at all.
        </Text>
      )}
    </Stack>
  );
}

function toAsked(model: string) {
  return model.startsWith(RECIPE_PREFIX)
    ? { recipe: model.slice(RECIPE_PREFIX.length) }
    : { model };
}

function Footer({ answer }: { readonly answer: Answer }): ReactNode {
  const { state, text, finishReason, usage } = answer;
  if (state === 'running') {
    return <StateLabel tone="busy">{text === '' ? 'Working' : 'Answering'}</StateLabel>;
  }
  return (
    <Group gap="xs">
      {state === 'stopped' && <StateLabel tone="off">Stopped</StateLabel>}
      <Text size="xs" c="dimmed" className="numbers">
        {[
          finishReason && `Finish reason: ${revealHidden(finishReason)}`,
          usage && describeTokens(usage),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      {text !== '' && <CopyButton text={text} label="Copy the answer" />}
    </Group>
  );
}

/** What a thinking model says to itself; long, and seldom wanted. */
function Reasoning({ text }: { readonly text: string }): ReactNode {
  const [opened, setOpened] = useState(false);
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-xs"
        color="gray"
        onClick={() => setOpened(!opened)}
        aria-expanded={opened}
      >
        {opened ? 'Hide the thoughts' : 'Show the thoughts'}
      </Button>
      <Collapse expanded={opened}>
        <PlainText text={text} c="dimmed" className={classes['said'] ?? ''} />
      </Collapse>
    </div>
  );
}
