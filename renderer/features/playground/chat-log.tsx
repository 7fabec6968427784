import { Box, Text } from '@mantine/core';
import { useLayoutEffect, useRef, type ReactNode } from 'react';

import type { Exchange } from './chat-model.ts';
import { ExchangeView } from './answer-view.tsx';
import { useIsDemo } from './use-is-demo.ts';
import classes from './playground.module.css';

/** Pixels from the end within which one still reads the end. */
const NEAR = 40;

interface ChatLogProps {
  readonly exchanges: readonly Exchange[];
  /** What was said before them, if it is shown. */
  readonly children?: ReactNode;
}

/** The conversation. It follows the answer as long as one reads its end. */
export function ChatLog({ exchanges, children }: ChatLogProps): ReactNode {
  const log = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useLayoutEffect(() => {
    if (follows.current) log.current?.scrollTo({ top: log.current.scrollHeight });
  });
  return (
    <Box
      ref={log}
      className={classes['log'] ?? ''}
      role="log"
      aria-label="Conversation"
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < NEAR;
      }}
    >
      {children}
      {exchanges.length === 0 && children === undefined && (
        <Text size="sm" c="dimmed">
          Ask something. The conversation stays here until you clear it or close the window.
        </Text>
      )}
      {exchanges.map((exchange) => (
        <LoggedExchange key={exchange.id} exchange={exchange} />
      ))}
    </Box>
  );
}

function LoggedExchange({ exchange }: { readonly exchange: Exchange }): ReactNode {
  return <ExchangeView exchange={exchange} demo={useIsDemo(exchange)} />;
}
