import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';

import type { DeepLink, ShellPage } from '#bridge/channels.ts';
import { useWoollama } from '#client/woollama.tsx';
import { PAGES } from './pages.ts';

/** What the desktop app wants shown. A link only ever opens something to look at. */
export function useShellEvents(): void {
  const { shell } = useWoollama();
  const navigate = useNavigate();
  useEffect(() => {
    if (shell === undefined) return undefined;
    const openPage = (name: ShellPage): void => {
      const page = PAGES.find(({ title }) => title.toLowerCase() === name);
      if (page !== undefined) void navigate({ to: page.path });
    };
    const openLink = (link: DeepLink): void => {
      if (link.kind === 'add-server') {
        void navigate({ to: '/servers', search: { add: 'paste', review: link.text } });
      } else void navigate({ to: '/recipes', search: { edit: link.name } });
    };
    const ends = [
      shell.subscribe('navigate', ({ page }) => openPage(page)),
      shell.subscribe('link-opened', openLink),
      shell.subscribe('notice', ({ message }) => void notifications.show({ message })),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [shell, navigate]);
}
