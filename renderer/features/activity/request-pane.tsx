import { ActionIcon, Box, Group, ScrollArea, Stack, Text, Title, Tooltip } from '@mantine/core';
import { X } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';

import type { ActivityRequest } from '#contract/activity.ts';
import { CancelButton } from '#activity-view/cancel-button.tsx';
import { askedOf, describeTokens, stateWord, subjectOf } from '#activity-view/describe-request.ts';
import { Elapsed } from '#activity-view/elapsed.tsx';
import { RequestFailure } from '#activity-view/request-failure.tsx';
import { useRequest } from '#activity-view/use-request.ts';
import { Waterfall } from '#activity-view/waterfall.tsx';
import { CopyButton } from '#components/copy-button.tsx';
import { Notice } from '#components/notice.tsx';
import { PlainText, revealHidden } from '#components/plain-text.tsx';
import { StateLabel } from '#components/state-label.tsx';
import { TimeAgo } from '#components/time-ago.tsx';
import { RelatedRequests } from './related-requests.tsx';
import classes from './activity.module.css';

interface RequestPaneProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** Everything that is known about one request, live while it runs. */
export function RequestPane({ id, onClose }: RequestPaneProps): ReactNode {
  const request = useRequest(id);
  const title = request === undefined ? id : subjectOf(request);
  const pane = useRef<HTMLElement>(null);
  const isOver = request !== undefined && request.state !== 'running';
  // The button to cancel goes away with the end, and would take the focus of the keyboard with it.
  useEffect(() => {
    if (isOver && document.activeElement === document.body)
      pane.current?.focus({ preventScroll: true });
  }, [isOver]);
  return (
    <Box
      component="section"
      ref={pane}
      tabIndex={-1}
      className={classes['pane'] ?? ''}
      aria-label="Request"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <Group justify="space-between" wrap="nowrap" gap="xs" p="xs" pl="sm">
        <Title order={2} size="h3" className="ellipsis" title={revealHidden(title)}>
          {revealHidden(title)}
        </Title>
        <Group gap="xs" wrap="nowrap">
          {request?.state === 'running' && <CancelButton key={id} id={id} />}
          <Tooltip label="Close">
            <ActionIcon aria-label="Close the request" color="gray" onClick={onClose}>
              <X size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      <ScrollArea
        style={{ flex: 1, minHeight: 0 }}
        viewportProps={{ tabIndex: 0, 'aria-label': 'Details of the request' }}
      >
        <Box px="sm" pb="sm">
          {request === undefined ? <Gone id={id} /> : <Details request={request} />}
        </Box>
      </ScrollArea>
    </Box>
  );
}

function Gone({ id }: { readonly id: string }): ReactNode {
  return (
    <Notice tone="info" title="This request is not in the list any more">
      The router remembers its last requests until it stops, and {revealHidden(id)} is not one of
      them.
    </Notice>
  );
}

function Details({ request }: { readonly request: ActivityRequest }): ReactNode {
  const { tone, word } = stateWord(request.state);
  const { usage, errorCode, state, status } = request;
  return (
    <Stack gap="sm">
      <Group gap="md">
        <StateLabel tone={tone}>{word}</StateLabel>
        <Elapsed state={state} startedAt={request.startedAt} durationMs={request.durationMs} />
        {usage !== undefined && (
          <Text size="sm" className="numbers">
            {describeTokens(usage)}
          </Text>
        )}
        <Text span size="sm" c="dimmed">
          started <TimeAgo at={request.startedAt} />
        </Text>
      </Group>
      {state === 'error' && (
        <RequestFailure
          code={errorCode ?? ''}
          asked={{ ...askedOf(request), status }}
          message={errorCode === undefined ? `The answer had the status ${status}.` : undefined}
        />
      )}
      <Waterfall request={request} />
      <RelatedRequests request={request} />
      <Facts request={request} />
    </Stack>
  );
}

function Facts({ request }: { readonly request: ActivityRequest }): ReactNode {
  const { id, client, surface, operation, status } = request;
  const facts = [
    ['Client', client === '' ? 'It did not say who it is' : client],
    ['Surface', surface],
    ['Operation', operation],
    ['Status', status === undefined ? '' : String(status)],
  ] as const;
  return (
    <Stack gap={4} component="dl" m={0}>
      {facts
        .filter(([, text]) => text !== '')
        .map(([name, text]) => (
          <Group key={name} gap="xs" wrap="nowrap" align="baseline">
            <Text component="dt" size="xs" c="dimmed" w={72} style={{ flexShrink: 0 }}>
              {name}
            </Text>
            <Box component="dd" m={0} style={{ minWidth: 0 }}>
              <PlainText span size="xs" text={text} />
            </Box>
          </Group>
        ))}
      <Group gap="xs" wrap="nowrap">
        <Text component="dt" size="xs" c="dimmed" w={72} style={{ flexShrink: 0 }}>
          Id
        </Text>
        <Group component="dd" gap={4} m={0} wrap="nowrap">
          <Text span className="mono">
            {revealHidden(id)}
          </Text>
          <CopyButton text={id} label="Copy the id" />
        </Group>
      </Group>
    </Stack>
  );
}
