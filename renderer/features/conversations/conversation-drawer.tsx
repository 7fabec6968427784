import { Button, Drawer, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { FlaskConical, Pencil, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import type { ConversationInfo } from '#contract/conversations.ts';
import { useRouterQuery } from '#client/queries.ts';
import { CopyButton } from '#components/copy-button.tsx';
import { Failure } from '#components/failure.tsx';
import { Notice } from '#components/notice.tsx';
import { PlainText } from '#components/plain-text.tsx';
import { Section } from '#components/section.tsx';
import { StateLabel } from '#components/state-label.tsx';
import { TimeAgo } from '#components/time-ago.tsx';
import { nameOf, statusWord } from '#conversation-view/conversation-words.ts';
import { Transcript } from '#conversation-view/transcript.tsx';
import { useItems } from '#conversation-view/use-conversation.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { WaitingQuestion } from './waiting-question.tsx';
import classes from './conversations.module.css';

interface ConversationDrawerProps {
  /** Undefined when none is open. */
  readonly id: string | undefined;
  readonly onClose: () => void;
}

/** One conversation beside the list, which keeps its place. */
export function ConversationDrawer({ id, onClose }: ConversationDrawerProps): ReactNode {
  const { data: info, error } = useRouterQuery(
    'conversations.get',
    { id: id ?? '' },
    { enabled: id !== undefined },
  );
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      position="right"
      size="min(604px, 92vw)"
      title={info === undefined ? 'Conversation' : <DrawerTitle info={info} />}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 100 }}
      styles={{ title: { minWidth: 0 } }}
    >
      {error !== null && <Failure what="It cannot be shown" error={error} />}
      {info !== undefined && error === null && (
        <Detail key={info.id} info={info} onClose={onClose} />
      )}
    </Drawer>
  );
}

function DrawerTitle({ info }: { readonly info: ConversationInfo }): ReactNode {
  const { tone, word } = statusWord(info.status);
  const name = nameOf(info);
  return (
    <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
      <Text fw={600} className="ellipsis" title={name}>
        {name}
      </Text>
      <StateLabel tone={tone}>{word}</StateLabel>
    </Group>
  );
}

interface DetailProps {
  readonly info: ConversationInfo;
  readonly onClose: () => void;
}

function Detail({ info, onClose }: DetailProps): ReactNode {
  const [asked, setAsked] = useState<'rename' | 'delete'>();
  const done = (): void => setAsked(undefined);
  return (
    <Stack gap="sm">
      <Group gap="xs">
        {info.status !== 'dead' && (
          <Button
            leftSection={<FlaskConical size={13} aria-hidden />}
            renderRoot={(props) => (
              <Link {...props} to="/playground" search={{ conversation: info.id }} />
            )}
          >
            Continue in the Playground
          </Button>
        )}
        <CopyButton text={info.id} label="Copy id" wide />
        <Button
          variant="default"
          leftSection={<Pencil size={13} aria-hidden />}
          onClick={() => setAsked('rename')}
        >
          Rename
        </Button>
        <Button
          variant="default"
          leftSection={<Trash2 size={13} aria-hidden />}
          onClick={() => setAsked('delete')}
        >
          Delete
        </Button>
      </Group>
      {info.status === 'dead' && (
        <Notice tone="warn" title="What was said in it is gone">
          Its holder does not know it any more, so nobody can go on with it.
        </Notice>
      )}
      <WaitingQuestion info={info} />
      <Facts info={info} />
      <WhatWasSaid info={info} />
      <RenameDialog
        key={`${info.title ?? ''} ${asked === 'rename'}`}
        info={info}
        opened={asked === 'rename'}
        onClose={done}
      />
      <DeleteDialog info={info} opened={asked === 'delete'} onClose={done} onDeleted={onClose} />
    </Stack>
  );
}

function WhatWasSaid({ info }: { readonly info: ConversationInfo }): ReactNode {
  const reading = useItems(info);
  return (
    <Section title="What was said">
      <Transcript info={info} reading={reading} />
    </Section>
  );
}

function Facts({ info }: { readonly info: ConversationInfo }): ReactNode {
  return (
    <dl className={classes['facts']}>
      <Fact name="Id">
        <PlainText text={info.id} className="mono" />
      </Fact>
      {info.key !== null && (
        <Fact name="Key">
          <PlainText text={info.key} />
        </Fact>
      )}
      <Fact name="Held by">
        <PlainText text={`${info.holder}, ${info.backend}`} />
      </Fact>
      <Fact name="Model">
        <PlainText text={info.model} />
      </Fact>
      <Fact name="Last client">
        <PlainText text={info.lastClient ?? 'It did not say who it is'} />
      </Fact>
      <Fact name="Updated">
        <TimeAgo at={info.updatedAt} />
      </Fact>
      <Fact name="Began">
        <TimeAgo at={info.createdAt} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
