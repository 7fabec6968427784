import { Group, Stack, Text } from '@mantine/core';
import { CornerDownRight, CornerLeftUp } from 'lucide-react';
import { useMemo, useSyncExternalStore, type ReactNode } from 'react';

import type { ActivityRequest } from '#contract/activity.ts';
import { stateWord, subjectOf } from '#activity-view/describe-request.ts';
import { Elapsed } from '#activity-view/elapsed.tsx';
import { useRequest } from '#activity-view/use-request.ts';
import { useWoollama } from '#client/woollama.tsx';
import { PageLink } from '#components/page-link.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { StateLabel } from '#components/state-label.tsx';

/** The request in whose name this one was made, and those that were made in its name. */
export function RelatedRequests({ request }: { readonly request: ActivityRequest }): ReactNode {
  const { id, parent } = request;
  const children = useChildren(id);
  if (parent === undefined && children.length === 0) return null;
  return (
    <Stack gap={2} component="section" aria-label="Requests that belong together">
      {parent !== undefined && <Parent id={parent} />}
      {children.length > 0 && (
        <Text size="xs" c="dimmed">
          Asked for on the way
        </Text>
      )}
      {children.map((child) => (
        <Child key={child} id={child} />
      ))}
    </Stack>
  );
}

function Parent({ id }: { readonly id: string }): ReactNode {
  const parent = useRequest(id);
  return (
    <Group gap={6} wrap="nowrap" style={{ minWidth: 0 }}>
      <CornerLeftUp size={13} aria-hidden style={{ flexShrink: 0 }} />
      <Text span size="sm" style={{ flexShrink: 0 }}>
        Part of
      </Text>
      <PageLink to="/activity" search={{ request: id }} replace className="ellipsis" py={3}>
        {revealHidden(parent === undefined ? id : subjectOf(parent))}
      </PageLink>
    </Group>
  );
}

function Child({ id }: { readonly id: string }): ReactNode {
  const child = useRequest(id);
  if (child === undefined) return null;
  const { tone, word } = stateWord(child.state);
  return (
    <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
      <CornerDownRight size={13} aria-hidden style={{ flexShrink: 0 }} />
      <PageLink to="/activity" search={{ request: id }} replace className="ellipsis" py={3}>
        {revealHidden(subjectOf(child))}
      </PageLink>
      <StateLabel tone={tone}>{word}</StateLabel>
      <Elapsed state={child.state} startedAt={child.startedAt} durationMs={child.durationMs} />
    </Group>
  );
}

/** Oldest first. A text is compared by value, so that the same ids cause no rendering. */
function useChildren(id: string): readonly string[] {
  const { activity } = useWoollama();
  const read = (): string => {
    const own = [...activity.get().values()].filter(({ parent }) => parent === id);
    return JSON.stringify(own.map((child) => child.id));
  };
  const text = useSyncExternalStore(activity.subscribe, read);
  return useMemo((): readonly string[] => JSON.parse(text), [text]);
}
