import { Box, Collapse, Stack, Text, UnstyledButton } from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';

import type { ActivityCall } from '#contract/activity.ts';
import { revealHidden } from '#components/plain-text.tsx';
import { StateLabel } from '#components/state-label.tsx';
import { CallProgress } from './call-progress.tsx';
import { stateWord } from './describe-request.ts';
import { Elapsed } from './elapsed.tsx';
import type { Bar } from './waterfall-model.ts';
import classes from './waterfall.module.css';

interface CallRowProps {
  readonly call: ActivityCall;
  readonly bar: Bar;
}

/** One tool call: its bar, its progress, and on demand what went in and what came out. */
export function CallRow({ call, bar }: CallRowProps): ReactNode {
  const [opened, setOpened] = useState(false);
  const details = useId();
  const { tone, word } = stateWord(call.state);
  const name = revealHidden(call.tool);
  const Chevron = opened ? ChevronDown : ChevronRight;
  return (
    <div role="listitem">
      <div className={classes['row']}>
        <UnstyledButton
          className={classes['toggle'] ?? ''}
          onClick={() => setOpened(!opened)}
          aria-expanded={opened}
          aria-controls={details}
          title={name}
        >
          <Chevron size={14} aria-hidden style={{ flexShrink: 0 }} />
          <Text span size="sm" className="ellipsis">
            {name}
          </Text>
        </UnstyledButton>
        <div className={classes['track']} title={word}>
          <div
            className={classes['bar']}
            data-tone={tone}
            style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
          />
        </div>
        <Elapsed startedAt={call.startedAt} durationMs={call.durationMs} state={call.state} />
      </div>
      {call.state === 'running' && <CallProgress call={call} />}
      <Collapse expanded={opened} id={details}>
        <Stack gap={6} pl={18} pb="xs">
          <StateLabel tone={tone}>{word}</StateLabel>
          <Preview title="Arguments" text={call.argumentsPreview} />
          {call.resultPreview !== undefined && <Preview title="Result" text={call.resultPreview} />}
        </Stack>
      </Collapse>
    </div>
  );
}

function Preview({ title, text }: { readonly title: string; readonly text: string }): ReactNode {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {title}
      </Text>
      <Box
        component="pre"
        role="group"
        className={`${classes['preview']} mono breaks`}
        tabIndex={0}
        aria-label={title}
        dir="ltr"
      >
        {text === '' ? '(empty)' : revealHidden(text)}
      </Box>
    </div>
  );
}
