import { Group, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';

import type { ConversationInfo } from '#contract/conversations.ts';
import { CopyButton } from '#components/copy-button.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { StateLabel } from '#components/state-label.tsx';
import { describeAge, useNow } from '#components/time-ago.tsx';
import { nameOf, shortId, statusWord } from '#conversation-view/conversation-words.ts';
import classes from './conversations.module.css';

interface ConversationRowProps {
  readonly info: ConversationInfo;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

export function ConversationRow({ info, isOpen, onOpen }: ConversationRowProps): ReactNode {
  const { tone, word } = statusWord(info.status);
  const name = nameOf(info);
  return (
    <div className={`${classes['row']} ${classes['body']}`} data-open={isOpen}>
      <StateLabel tone={tone}>{word}</StateLabel>
      <div style={{ minWidth: 0 }}>
        <UnstyledButton
          className={`${classes['name']} ellipsis`}
          title={name}
          aria-haspopup="dialog"
          onClick={onOpen}
        >
          {name}
        </UnstyledButton>
        <Group gap={2} wrap="nowrap" h={20} style={{ minWidth: 0 }}>
          <Text size="xs" c="dimmed" className="mono" style={{ flexShrink: 0 }} title={info.id}>
            {shortId(info.id)}
          </Text>
          <CopyButton text={info.id} label={`Copy id of ${name}`} />
          {info.key !== null && info.title !== null && <Cell text={`key ${info.key}`} small />}
        </Group>
      </div>
      <div style={{ minWidth: 0 }}>
        <Cell text={info.holder} />
        <Cell text={info.backend} small />
      </div>
      <Cell text={info.model} className={classes['wideOnly']} />
      <Cell
        text={info.lastClient ?? ''}
        hint="It did not say who it is"
        className={classes['wideOnly']}
      />
      <Updated at={info.updatedAt} />
    </div>
  );
}

interface CellProps {
  readonly text: string;
  readonly small?: boolean;
  readonly hint?: string;
  readonly className?: string | undefined;
}

function Cell({ text, small = false, hint, className = '' }: CellProps): ReactNode {
  const shown = revealHidden(text);
  return (
    <Text
      size={small ? 'xs' : 'sm'}
      {...((small || text === '') && { c: 'dimmed' })}
      className={`${className} ellipsis`}
      title={shown === '' ? hint : shown}
      dir="ltr"
    >
      {shown === '' ? '–' : shown}
    </Text>
  );
}

/** Without a floating tooltip: a hundred rows are too many for that. */
function Updated({ at }: { readonly at: number }): ReactNode {
  const now = useNow();
  return (
    <Text size="sm" c="dimmed" className="numbers ellipsis" title={new Date(at).toLocaleString()}>
      {describeAge(now - at)}
    </Text>
  );
}
