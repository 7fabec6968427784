/** The specs' hand in the main process: they ask, click and look through it. */
import type Electron from 'electron';

import { app } from './app.ts';
import { currentWindow, onToPage, type ToPage } from './browser-window.ts';
import { clickApplicationMenu, clickTray, clickTrayMenu } from './menu-and-tray.ts';
import { askPermission } from './protocol-server.ts';
import { record } from './record.ts';
import { clickNotification, invoke, pressButton } from './system.ts';

/** Who calls: the page of the window, unless said otherwise. */
export interface Caller {
  readonly url: string;
  readonly isMainFrame?: boolean;
  readonly isOtherWindow?: boolean;
}

const ASKS = {
  record: () => record,
  'click-tray': () => clickTray(),
  'click-tray-menu': (labels: string[]) => clickTrayMenu(labels),
  'click-application-menu': (labels: string[]) => clickApplicationMenu(labels),
  'click-notification': (title: string) => clickNotification(title),
  'press-button': (index: number) => pressButton(index),
  permission: (name: string, url: string) => askPermission(name, url),
  quit: () => app.quit(),
  'close-window': () => currentWindow()?.close(),
  'hold-page': () => {
    const window = currentWindow();
    if (window !== undefined) window.holdsPage = true;
  },
  'page-crashed': () =>
    currentWindow()?.webContents.emit(
      'render-process-gone',
      {},
      { reason: 'crashed', exitCode: 1 },
    ),
  'open-url': (url: string) => app.emit('open-url', { preventDefault: () => undefined }, url),
  /** Whether a page may go there; the event is the one Electron would emit. */
  navigate: (event: string, url: string) => {
    let isAllowed = true;
    const details = { url, preventDefault: () => (isAllowed = false) };
    currentWindow()?.webContents.emit(event, details);
    return isAllowed;
  },
  'open-window': (url: string) =>
    currentWindow()?.webContents.openHandler({ url } as Electron.HandlerDetails).action,
  invoke: (channel: string, args: unknown[], caller: Caller) =>
    invoke(channel, toEvent(caller), args),
};

export type Asks = {
  [K in keyof typeof ASKS]: (
    ...args: Parameters<(typeof ASKS)[K]>
  ) => Awaited<ReturnType<(typeof ASKS)[K]>>;
};

export interface Ask {
  readonly id: number;
  readonly ask: keyof typeof ASKS;
  readonly args: readonly never[];
}

export type Told =
  | ToPage
  | { readonly kind: 'answer'; readonly id: number; readonly value?: unknown; problem?: string };

function toEvent({ url, isMainFrame = true, isOtherWindow = false }: Caller) {
  const senderFrame = { url, parent: isMainFrame ? null : {} };
  const sender = isOtherWindow ? {} : currentWindow()?.webContents;
  return { sender, senderFrame } as unknown as Electron.IpcMainInvokeEvent;
}

async function answer({ id, ask, args }: Ask): Promise<void> {
  const run = ASKS[ask] as (...args: readonly unknown[]) => unknown;
  try {
    tell({ kind: 'answer', id, value: await run(...args) });
  } catch (error) {
    tell({ kind: 'answer', id, problem: error instanceof Error ? error.message : String(error) });
  }
}

function tell(message: Told): void {
  if (process.connected) process.send?.(message);
}

onToPage(tell);
process.on('message', (ask: Ask) => void answer(ask));
// A spec that died must not leave the app behind.
process.on('disconnect', () => process.exit(1));
