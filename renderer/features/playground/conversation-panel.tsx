import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useLayoutEffect, useState, type ReactNode } from 'react';

import type { ConversationInfo } from '#contract/conversations.ts';
import { useRouterQuery } from '#client/queries.ts';
import { useStore } from '#client/woollama.tsx';
import { Failure } from '#components/failure.tsx';
import { Notice } from '#components/notice.tsx';
import { PlainText, revealHidden } from '#components/plain-text.tsx';
import { StateLabel } from '#components/state-label.tsx';
import { nameOf, statusWord } from '#conversation-view/conversation-words.ts';
import { Transcript } from '#conversation-view/transcript.tsx';
import { useItems, usePendingQuestion } from '#conversation-view/use-conversation.ts';
import { ChatLog } from './chat-log.tsx';
import { toTurnCall } from './chat-request.ts';
import { Composer } from './composer.tsx';
import { CopyAs } from './copy-as.tsx';
import { LoopPanel } from './loop-panel.tsx';
import { usePlaygroundSession } from './playground-session.ts';
import { chatForms } from './snippets.ts';
import classes from './playground.module.css';

interface ConversationPanelProps {
  readonly id: string;
  readonly onLeave: () => void;
}

/** Goes on with a conversation as a program would. What was said stays with its holder. */
export function ConversationPanel({ id, onLeave }: ConversationPanelProps): ReactNode {
  const { data: info, error } = useRouterQuery('conversations.get', { id });
  return (
    <>
      <Group gap="sm" wrap="nowrap">
        {info !== undefined && <Heading info={info} />}
        <Button
          variant="default"
          leftSection={<X size={14} aria-hidden />}
          style={{ flexShrink: 0, marginInlineStart: 'auto' }}
          onClick={onLeave}
        >
          Leave the conversation
        </Button>
      </Group>
      {error !== null && <Failure what="The conversation cannot be shown" error={error} />}
      {info !== undefined && error === null && <Turns info={info} />}
    </>
  );
}

function Heading({ info }: { readonly info: ConversationInfo }): ReactNode {
  const { tone, word } = statusWord(info.status);
  const name = nameOf(info);
  const held = revealHidden(`${info.model} · held by ${info.holder}`);
  return (
    <>
      <StateLabel tone={tone}>{word}</StateLabel>
      <div style={{ minWidth: 0 }}>
        <Anchor
          fw={600}
          display="block"
          className="ellipsis"
          title={name}
          renderRoot={(props) => <Link {...props} to="/conversations" search={{ open: info.id }} />}
        >
          {name}
        </Anchor>
        <Text size="xs" c="dimmed" className="ellipsis" title={held}>
          {held}
        </Text>
      </div>
    </>
  );
}

function Turns({ info }: { readonly info: ConversationInfo }): ReactNode {
  const { turnsOf } = usePlaygroundSession();
  const queries = useQueryClient();
  const turns = turnsOf(info.id);
  const exchanges = useStore(turns.exchanges);
  const requestId = useStore(turns.requestId);
  const [text, setText] = useState('');
  const isRunning = exchanges.at(-1)?.answer.state === 'running';
  // In mid-turn holders tell half of it.
  const reading = useItems(info, !isRunning);
  const { dataUpdatedAt, isPlaceholderData } = reading;
  useLayoutEffect(() => {
    if (!isRunning && !isPlaceholderData) turns.forgetDone(dataUpdatedAt);
  }, [turns, isRunning, isPlaceholderData, dataUpdatedAt]);

  const send = (): void => {
    const question = { model: info.model, prompt: text, call: toTurnCall(info.id, text) };
    setText('');
    void turns
      .ask(question)
      .then(() => queries.invalidateQueries({ queryKey: ['conversations.get'] }));
  };
  return (
    <div className={classes['split']}>
      <div className={classes['main']}>
        <ChatLog exchanges={exchanges}>
          <Transcript info={info} reading={reading} />
        </ChatLog>
        {info.status === 'awaiting_input' && !isRunning && (
          <Waiting info={info} onChoose={setText} />
        )}
        <Composer
          text={text}
          onChange={setText}
          isRunning={isRunning}
          onSend={send}
          onStop={() => turns.stop()}
        />
        <Group gap={4}>
          <CopyAs forms={chatForms(() => toTurnCall(info.id, text.trim() || EXAMPLE))} />
        </Group>
      </div>
      <LoopPanel
        requestId={requestId}
        hint="Turns of the model and calls of tools show here while an answer is made."
      />
    </div>
  );
}

/** What a snippet asks while nothing is typed. */
const EXAMPLE = 'And then?';

interface WaitingProps {
  readonly info: ConversationInfo;
  readonly onChoose: (text: string) => void;
}

/** The next message is the answer; an offered one is filled in, where it can still be changed. */
function Waiting({ info, onChoose }: WaitingProps): ReactNode {
  const { data: question } = usePendingQuestion(info);
  const options = [...new Set(question?.options)];
  return (
    <Notice tone="warn" title="Your next message answers its question">
      <Stack gap="xs">
        {question && <PlainText text={question.text} className={classes['said'] ?? ''} />}
        {options.length > 0 && (
          <Group gap="xs" role="group" aria-label="Offered answers">
            {options.map((option) => (
              <Button
                key={option}
                variant="default"
                size="compact-sm"
                onClick={() => onChoose(option)}
              >
                {revealHidden(option)}
              </Button>
            ))}
          </Group>
        )}
      </Stack>
    </Notice>
  );
}
