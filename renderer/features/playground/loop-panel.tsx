import { Anchor, Group, ScrollArea, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { CancelButton } from '#activity-view/cancel-button.tsx';
import { stateWord } from '#activity-view/describe-request.ts';
import { Elapsed } from '#activity-view/elapsed.tsx';
import { useRequest } from '#activity-view/use-request.ts';
import { Waterfall } from '#activity-view/waterfall.tsx';
import { StateLabel } from '#components/state-label.tsx';
import classes from './playground.module.css';

interface LoopPanelProps {
  readonly requestId: string | undefined;
  /** What to say before there is anything to see. */
  readonly hint: string;
}

/** What the router does for the answer, as it does it: turns of the model and calls of tools. */
export function LoopPanel({ requestId, hint }: LoopPanelProps): ReactNode {
  const request = useRequest(requestId);
  return (
    <section className={classes['side']} aria-label="Behind the answer">
      <Group justify="space-between" wrap="nowrap" gap={4} px="sm" pt="xs" mih={38}>
        <Title order={2} size="h3" className="ellipsis">
          Behind the answer
        </Title>
        {request?.state === 'running' && <CancelButton key={request.id} id={request.id} />}
      </Group>
      <ScrollArea
        style={{ flex: 1, minHeight: 0 }}
        viewportProps={{ tabIndex: 0, 'aria-label': 'Turns and tool calls' }}
      >
        <Stack gap="xs" px="sm" pb="sm">
          {request === undefined ? (
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          ) : (
            <>
              <Group gap="md">
                <StateLabel tone={stateWord(request.state).tone}>
                  {stateWord(request.state).word}
                </StateLabel>
                <Elapsed
                  state={request.state}
                  startedAt={request.startedAt}
                  durationMs={request.durationMs}
                />
                <Anchor
                  size="sm"
                  renderRoot={(props) => (
                    <Link {...props} to="/activity" search={{ request: request.id }} />
                  )}
                >
                  Open in Activity
                </Anchor>
              </Group>
              <Waterfall request={request} />
            </>
          )}
        </Stack>
      </ScrollArea>
    </section>
  );
}
