/** Everything that can be done with one server, for its row and its drawer. */
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { useRouterCall } from '#client/queries.ts';
import { revealHidden } from '#components/plain-text.tsx';
import { tellFailure } from '#editing/tell-failure.ts';
import { useQuickEdits, type QuickEdits } from '#editing/use-quick-edits.tsx';
import { isApproved, rememberApproval } from './approved-commands.ts';
import type { ServerRow } from './server-list-model.ts';

export type Question =
  | { readonly kind: 'rename' | 'duplicate' | 'remove'; readonly row: ServerRow }
  /** Nobody said yes to this command yet. */
  | { readonly kind: 'enable'; readonly row: ServerRow };

export interface ServerActions {
  readonly edits: QuickEdits;
  /** What the page asks before it goes on. */
  readonly question: Question | undefined;
  readonly ask: (question: Question) => void;
  readonly answer: () => void;
  readonly open: (name: string) => void;
  readonly edit: (name: string) => void;
  readonly restart: (name: string) => void;
  /** Off at once; on at once if its command was approved, else after a look at it. */
  readonly toggle: (row: ServerRow) => void;
  readonly enable: (row: ServerRow) => Promise<boolean>;
}

export function useServerActions(): ServerActions {
  const navigate = useNavigate();
  const edits = useQuickEdits('mcp.json');
  const restarting = useRouterCall('servers.restart');
  const [question, setQuestion] = useState<Question>();
  const path = (row: ServerRow) => ['mcpServers', row.name, 'disabled'];

  const enable = async (row: ServerRow): Promise<boolean> => {
    if (row.entry !== undefined) rememberApproval(localStorage, row.entry);
    return edits.apply({
      key: row.name,
      message: `${row.name} is on.`,
      edits: () => [{ kind: 'remove', path: path(row) }],
    });
  };

  return {
    edits,
    question,
    ask: setQuestion,
    answer: () => setQuestion(undefined),
    open: (name) => void navigate({ to: '/servers', search: { open: name } }),
    edit: (name) => void navigate({ to: '/servers', search: { edit: name } }),
    restart(name) {
      restarting.mutate(
        { name },
        {
          onSuccess: () =>
            notifications.show({ message: `${revealHidden(name)} is restarted.`, color: 'teal' }),
          onError: (error) => tellFailure(error, `${revealHidden(name)} was not restarted`),
        },
      );
    },
    toggle(row) {
      const { entry, state, name } = row;
      if (entry === undefined) return;
      if (state !== 'disabled') {
        // It runs, so somebody said yes to it.
        if (state === 'connected') rememberApproval(localStorage, entry);
        const off = { kind: 'set', path: path(row), value: true } as const;
        void edits.apply({ key: name, message: `${name} is off.`, edits: () => [off] });
      } else if (isApproved(localStorage, entry)) void enable(row);
      else setQuestion({ kind: 'enable', row });
    },
    enable,
  };
}
