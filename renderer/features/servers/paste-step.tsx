import { Button, Stack, Text, Textarea } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { useWoollama } from '#client/woollama.tsx';
import { Failure } from '#components/failure.tsx';
import { Notice } from '#components/notice.tsx';
import { useSettled } from '#editing/use-settled.ts';
import { ReviewList } from './review-list.tsx';
import { acceptedOf, acceptedProblem, type Choices } from './review-model.ts';
import classes from './servers.module.css';
import { useAddServers } from './use-add-servers.ts';

const SETTLED_MS = 300;
const EXAMPLE = `{ "mcpServers": { "files": { "command": "npx", "args": ["-y", "..."] } } }

or: npx -y @modelcontextprotocol/server-filesystem /home/me/papers`;

interface PasteStepProps {
  /** What a link brought; it is only ever shown. */
  readonly initial: string | undefined;
  readonly taken: readonly string[];
  readonly onAdded: (names: readonly string[]) => void;
}

/** Any program's JSON, or a command line; what is found in it shows below as it is typed. */
export function PasteStep({ initial, taken, onAdded }: PasteStepProps): ReactNode {
  const { client } = useWoollama();
  const [text, setText] = useState(initial ?? '');
  const [choices, setChoices] = useState<Choices>({});
  const { add, isAdding, problem } = useAddServers(onAdded);
  const settled = useSettled(text, SETTLED_MS);
  const hasText = text.trim() !== '';
  const reviewing = useQuery({
    queryKey: ['imports.review', settled],
    enabled: settled.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
    queryFn: ({ signal }) => client.call('imports.review', { text: settled }, { signal }),
  });
  const isCurrent = settled === text && !reviewing.isPlaceholderData;
  const candidates = hasText && !reviewing.isError ? (reviewing.data?.candidates ?? []) : [];
  const accepted = acceptedOf(candidates, choices);
  const badName = acceptedProblem(accepted, taken);
  const change = (next: string): void => {
    setText(next);
    // A yes was said to what stood there before.
    setChoices({});
  };
  return (
    <Stack gap="sm">
      {initial !== undefined && (
        <Notice tone="warn" title="A link asks to add this">
          Go on only if you trust where the link came from. Nothing was added or started yet.
        </Notice>
      )}
      <Textarea
        label="Configuration or command line"
        description="From the README of a server, or from another program's settings."
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        placeholder={EXAMPLE}
        autosize
        minRows={4}
        // What was found must be in sight below it.
        maxRows={candidates.length > 0 ? 5 : 10}
        spellCheck={false}
        data-autofocus
        classNames={{ input: 'mono' }}
      />
      {hasText && reviewing.isError && isCurrent && (
        <Failure what="No server was found in this text" error={reviewing.error} />
      )}
      <ReviewList candidates={candidates} choices={choices} onChoices={setChoices} taken={taken} />
      {problem !== null && <Failure what="Nothing was added" error={problem} />}
      <div className={classes['footer']}>
        <Text size="sm" c="dimmed" role="status">
          {candidates.length > 0 && (badName ?? foundWords(candidates.length, accepted.length))}
        </Text>
        <Button
          loading={isAdding}
          disabled={accepted.length === 0 || badName !== undefined || !isCurrent}
          onClick={() => void add([{ source: { kind: 'text', text }, accepted }])}
        >
          {addWords(accepted.length)}
        </Button>
      </div>
    </Stack>
  );
}

function foundWords(found: number, accepted: number): string {
  if (accepted > 0) return '';
  return found === 1 ? 'Look at it and say yes.' : 'Look at them and say yes to those you want.';
}

export function addWords(count: number): string {
  return count > 1 ? `Add ${count} servers` : 'Add server';
}
