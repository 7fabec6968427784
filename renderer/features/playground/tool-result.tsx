import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';

import type { ToolCallResult } from '#contract/tools.ts';
import { CopyButton } from '#components/copy-button.tsx';
import { PlainText, revealHidden } from '#components/plain-text.tsx';
import { StateLabel } from '#components/state-label.tsx';
import { describeDuration } from '#components/time-ago.tsx';
import { plainResult, toResultParts, type ResultPart } from './tool-result-model.ts';
import classes from './playground.module.css';

/** What a tool answered. All of it is a stranger's. */
export function ToolResultView({ result }: { readonly result: ToolCallResult }): ReactNode {
  const { isError, durationMs, structuredContent } = result;
  const parts = toResultParts(result);
  const place = useRef<HTMLDivElement>(null);
  // In a low window it would come below what is in sight, unseen.
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <Stack gap="xs" component="section" aria-label="Result" ref={place}>
      <Group gap="md">
        <Title order={2} size="h3">
          Result
        </Title>
        <StateLabel tone={isError ? 'bad' : 'ok'}>
          {isError ? 'The tool reports an error' : 'Done'}
        </StateLabel>
        <Text size="sm" className="numbers">
          {describeDuration(durationMs)}
        </Text>
        <CopyButton text={plainResult(result)} label="Copy the result" />
      </Group>
      {parts.length === 0 && structuredContent === undefined && (
        <Text size="sm" c="dimmed">
          The tool answered nothing.
        </Text>
      )}
      {parts.map((part, index) => (
        <Part key={index} part={part} />
      ))}
      {structuredContent !== undefined && (
        <Written
          title="Structured content"
          text={JSON.stringify(structuredContent, null, 2)}
          cut={false}
        />
      )}
    </Stack>
  );
}

function Part({ part }: { readonly part: ResultPart }): ReactNode {
  switch (part.kind) {
    case 'text':
      return <Written title={part.title ?? 'Text'} text={part.text} cut={part.cut} />;
    case 'image':
      return (
        <img
          className={classes['image']}
          src={part.src}
          alt={`Answer of the tool (${part.type})`}
        />
      );
    case 'note':
      return <PlainText text={part.text} c="dimmed" />;
  }
}

interface WrittenProps {
  readonly title: string;
  readonly text: string;
  readonly cut: boolean;
}

function Written({ title, text, cut }: WrittenProps): ReactNode {
  const name = revealHidden(title);
  return (
    <div>
      <Text size="xs" c="dimmed" className="breaks">
        {name}
      </Text>
      <Box
        component="pre"
        role="group"
        className={`${classes['result']} mono breaks`}
        tabIndex={0}
        aria-label={name}
        dir="ltr"
      >
        {text === '' ? '(empty)' : revealHidden(text)}
      </Box>
      {cut && (
        <Text size="xs" c="dimmed">
          The rest is not shown. Copy the result to see all of it.
        </Text>
      )}
    </div>
  );
}
