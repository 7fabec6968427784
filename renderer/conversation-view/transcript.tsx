import { Box, Button, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import { ControlError } from '#contract/control-client.ts';
import type { ConversationInfo, ConversationItem } from '#contract/conversations.ts';
import { Failure } from '#components/failure.tsx';
import { Notice } from '#components/notice.tsx';
import { PlainText } from '#components/plain-text.tsx';
import { roleWord } from './conversation-words.ts';
import type { useItems } from './use-conversation.ts';
import classes from './transcript.module.css';

/** Characters of one item that are shown at first. */
const CUT = 1_500;
/** Of an item longer than this only so much is shown; a page of the window is no place for more. */
const LONGEST = 100_000;
const ITEMS_AT_ONCE = 40;

interface TranscriptProps {
  readonly info: ConversationInfo;
  readonly reading: ReturnType<typeof useItems>;
}

/** What was said, read from whoever holds it, or why it cannot be read. */
export function Transcript({ info, reading }: TranscriptProps): ReactNode {
  const { data: items, error, refetch } = reading;
  const [count, setCount] = useState(ITEMS_AT_ONCE);
  if (error !== null) return <Unreadable error={error} onRetry={() => void refetch()} />;
  if (items === undefined) {
    return (
      <Text size="sm" c="dimmed" role="status">
        Asking {info.holder} ...
      </Text>
    );
  }
  if (items.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nothing yet.
      </Text>
    );
  }
  const hidden = Math.max(0, items.length - count);
  return (
    <>
      {hidden > 0 && (
        <Button variant="default" onClick={() => setCount(count + ITEMS_AT_ONCE)}>
          Show earlier ones ({hidden})
        </Button>
      )}
      <Stack gap="xs" role="list" aria-label="What was said">
        {items.slice(hidden).map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </Stack>
    </>
  );
}

function Unreadable({ error, onRetry }: { readonly error: Error; onRetry: () => void }): ReactNode {
  if (error instanceof ControlError && error.code === 'NOT_SUPPORTED') {
    return (
      <Notice tone="info" title="It cannot be read here">
        <PlainText text={`${error.message}.`} />
      </Notice>
    );
  }
  return <Failure what="It could not be read" error={error} onRetry={onRetry} />;
}

function Item({ item }: { readonly item: ConversationItem }): ReactNode {
  const [isWhole, setWhole] = useState(false);
  const { role, text } = item;
  const isLong = text.length > CUT;
  const shown = text.slice(0, isWhole ? LONGEST : CUT);
  return (
    <Box className={classes['item'] ?? ''} data-role={role} role="listitem">
      <Text size="xs" c="dimmed" fw={600}>
        {roleWord(role)}
      </Text>
      {text === '' ? (
        <Text size="sm" c="dimmed">
          (no text)
        </Text>
      ) : (
        <PlainText text={shown} className={classes['said'] ?? ''} />
      )}
      {isWhole && text.length > LONGEST && (
        <Text size="xs" c="dimmed">
          The rest is cut: it has {text.length.toLocaleString('en')} characters.
        </Text>
      )}
      {isLong && (
        <Button
          variant="subtle"
          size="compact-xs"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? 'Show less' : `Show all (${text.length.toLocaleString('en')} characters)`}
        </Button>
      )}
    </Box>
  );
}
