import { useHotkeys } from '@mantine/hooks';
import {
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
} from '@mantine/spotlight';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { useRouterCall, useRouterQuery } from '#client/queries.ts';
import { useWaitingConversations } from '#client/use-waiting-conversations.ts';
import { revealHidden } from '#components/plain-text.tsx';
import type { QuestionDesk } from '../features/questions/use-question-desk.ts';
import { openPalette, SEARCH_ID } from './open-palette.ts';
import { paletteEntries, type PaletteEntry } from './palette-entries.ts';
import { filterEntries } from './filter-entries.ts';

const SHOWN = 12;

/** Ctrl or Cmd and K: every page, server, recipe and action. */
export function Palette({ desk }: { readonly desk: QuestionDesk }): ReactNode {
  const [query, setQuery] = useState('');
  const { data: status } = useRouterQuery('status.get', {});
  const { conversations } = useWaitingConversations();
  const navigate = useNavigate();
  const restart = useRouterCall('servers.restart');
  // Also while a field has the focus.
  useHotkeys([['mod+K', openPalette]], []);
  const run = (entry: PaletteEntry): void => {
    const { action } = entry;
    if (action.kind === 'go') void navigate({ to: action.to, search: action.search });
    else if (action.kind === 'answer') desk.open(action.question);
    else if (action.kind === 'copy') void copyAndSay(action.text);
    else restart.mutate({ name: action.server }, { onError: (error) => sayFailure(error.message) });
  };
  const found = filterEntries(paletteEntries(status, desk.waiting, conversations), query).slice(
    0,
    SHOWN,
  );
  return (
    <Spotlight
      actions={toGroups(found, run)}
      query={query}
      onQueryChange={setQuery}
      // Our own order: exact beginnings first.
      filter={(_query, actions) => actions}
      shortcut={null}
      nothingFound="Nothing of that name"
      scrollable
      maxHeight={420}
      // Quick hands press Enter while it would still be opening.
      transitionProps={{ duration: 0 }}
      // In the middle it would jump with every line that is found.
      centered={false}
      overlayProps={{ backgroundOpacity: 0.35 }}
      styles={{ content: { border: 'var(--line)' } }}
      attributes={{ content: { 'aria-label': 'Find' } }}
      searchProps={{
        id: SEARCH_ID,
        leftSection: <Search size={16} aria-hidden />,
        placeholder: 'Go to a page, a server, a recipe; copy; restart ...',
        'aria-label': 'Find a page or an action',
      }}
    />
  );
}

async function copyAndSay(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notifications.show({ message: `Copied ${revealHidden(text)}` });
  } catch {
    sayFailure('The browser refused to copy.');
  }
}

function sayFailure(message: string): void {
  notifications.show({ title: 'That did not work', message: revealHidden(message), color: 'red' });
}

function toGroups(
  entries: readonly PaletteEntry[],
  run: (entry: PaletteEntry) => void,
): SpotlightActionGroupData[] {
  const groups = new Map<string, SpotlightActionData[]>();
  for (const entry of entries) {
    const group = groups.get(entry.group) ?? [];
    groups.set(entry.group, group);
    group.push({
      id: `${entry.group} ${entry.title}`,
      label: revealHidden(entry.title),
      onClick: () => run(entry),
    });
  }
  return [...groups].map(([group, actions]) => ({ group, actions }));
}
