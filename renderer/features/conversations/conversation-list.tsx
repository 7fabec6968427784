import { Button, Text } from '@mantine/core';
import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';

import type { ConversationInfo } from '#contract/conversations.ts';
import { NothingHere } from '#components/nothing-here.tsx';
import { VirtualList } from '#components/virtual-list.tsx';
import { ConversationRow } from './conversation-row.tsx';
import classes from './conversations.module.css';

const ROW_HEIGHT = 53;

const COLUMNS = [
  { title: 'Status', className: '' },
  { title: 'Conversation', className: '' },
  { title: 'Held by', className: '' },
  { title: 'Model', className: classes['wideOnly'] ?? '' },
  { title: 'Last client', className: classes['wideOnly'] ?? '' },
  { title: 'Updated', className: '' },
] as const;

interface ConversationListProps {
  readonly conversations: readonly ConversationInfo[];
  readonly opened: string | undefined;
  readonly onOpen: (id: string) => void;
  /** Reads the next page; absent when there is none. */
  readonly onMore: (() => void) | undefined;
  readonly isReading: boolean;
}

/** What was used last comes first; the next page is read when somebody comes to the end of this one. */
export function ConversationList(props: ConversationListProps): ReactNode {
  const { conversations, opened, onOpen, onMore, isReading } = props;
  return (
    <div className={classes['frame']}>
      {/* Each row says its facts by name; the head is for eyes only. */}
      <div className={`${classes['row']} ${classes['head']}`} aria-hidden>
        {COLUMNS.map(({ title, className }) => (
          <Text key={title} size="xs" fw={600} c="dimmed" className={`${className} ellipsis`}>
            {title}
          </Text>
        ))}
      </div>
      {conversations.length === 0 ? (
        <NothingHere icon={SearchX} title="No conversation has these words">
          {isReading || onMore !== undefined
            ? 'Older ones may have them.'
            : 'What is said in a conversation is not searched: its holder has that.'}
        </NothingHere>
      ) : (
        <VirtualList
          items={conversations}
          keyOf={({ id }) => id}
          estimate={ROW_HEIGHT}
          label="Conversations"
          onScrolled={(isAtEnd) => {
            if (isAtEnd && !isReading) onMore?.();
          }}
        >
          {(info) => (
            <ConversationRow
              info={info}
              isOpen={info.id === opened}
              onOpen={() => onOpen(info.id)}
            />
          )}
        </VirtualList>
      )}
      {onMore !== undefined && (
        <Button
          variant="subtle"
          size="compact-sm"
          style={{ flexShrink: 0 }}
          disabled={isReading}
          onClick={onMore}
        >
          {isReading ? 'Reading more ...' : 'Show older ones'}
        </Button>
      )}
    </div>
  );
}
