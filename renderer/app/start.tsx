/** Where the window is put together: client, stores, pages. */
import { QueryClient } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';

import { createControlClient } from '#contract/control-client.ts';
import { createActivityStore } from '#client/activity-store.ts';
import { createConnection } from '#client/connection.ts';
import { createLogStore } from '#client/log-store.ts';
import { followEvents } from '#client/queries.ts';
import { createSession, hasLink, takeLink } from '#client/session.ts';
import { windowShell } from '#client/shell.ts';
import type { Woollama } from '#client/woollama.tsx';
import { App } from './app.tsx';
import { createAppRouter } from './router.tsx';

export async function start(root: HTMLElement): Promise<void> {
  const send = globalThis.fetch.bind(globalThis);
  const session = createSession(localStorage, send);
  const link = takeLink(location, history);
  // A used link is no reason to stop: the session it opened may still be there.
  if (link !== undefined) await session.redeem(link).catch(() => false);
  // In a tab that shows the window, another link is a step within the page, which would change nothing.
  addEventListener('hashchange', () => {
    if (hasLink(location)) location.reload();
  });
  const woollama = createWoollama(send, session.headers);
  createRoot(root).render(<App woollama={woollama} router={createAppRouter()} />);
}

function createWoollama(
  send: typeof globalThis.fetch,
  headers: () => Readonly<Record<string, string>>,
): Woollama {
  const strict = import.meta.env.DEV;
  const client = createControlClient({ fetch: send, origin: '', headers, strict });
  const queries = new QueryClient({
    defaultOptions: { queries: { refetchOnWindowFocus: false, retry: false } },
  });
  const connection = createConnection({ client, now: Date.now, wait: waitFor });
  followEvents(queries, connection);
  return {
    client,
    connection,
    queries,
    activity: createActivityStore(client, connection),
    logs: createLogStore(client, connection),
    fetch: (path, init) => send(path, { ...init, headers: withAll(init.headers, headers()) }),
    shell: windowShell(),
  };
}

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

function withAll(given: HeadersInit | undefined, own: Readonly<Record<string, string>>): Headers {
  const headers = new Headers(given);
  for (const [name, value] of Object.entries(own)) headers.set(name, value);
  return headers;
}
