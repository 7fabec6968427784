import { Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';

import { useWaitingConversations } from '#client/use-waiting-conversations.ts';
import { useStore, useWoollama } from '#client/woollama.tsx';
import { QuestionCard } from '../features/questions/question-card.tsx';
import { QuestionDialog } from '../features/questions/question-dialog.tsx';
import { useQuestionDesk } from '../features/questions/use-question-desk.ts';
import { ConnectionNotice } from './connection-notice.tsx';
import { Palette } from './palette.tsx';
import { PAGES } from './pages.ts';
import { Rail } from './rail.tsx';
import classes from './shell.module.css';
import { SignIn } from './sign-in.tsx';
import { StatusBar } from './status-bar.tsx';
import { useShellEvents } from './use-shell-events.ts';

/** The frame around every page. */
export function ShellLayout(): ReactNode {
  const { connection } = useWoollama();
  const state = useStore(connection.state);
  usePageKeys();
  useShellEvents();
  const desk = useQuestionDesk(useWaitingConversations());
  if (state.kind === 'refused') return <SignIn />;
  return (
    <div className={classes['frame']}>
      <StatusBar desk={desk} />
      <Rail />
      <main className={classes['page']}>
        {state.kind === 'lost' && <ConnectionNotice since={state.since} />}
        <Outlet />
      </main>
      <Palette desk={desk} />
      <QuestionCard desk={desk} />
      <QuestionDialog desk={desk} />
    </div>
  );
}

/** Ctrl or Cmd and 1..9. */
function usePageKeys(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const page = PAGES[Number(event.key) - 1];
      if (page === undefined) return;
      event.preventDefault();
      void navigate({ to: page.path });
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  }, [navigate]);
}
