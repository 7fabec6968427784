/** The one window. Closing it destroys it, for memory; the tray stays and makes a new one. */
import { app, BrowserWindow, screen } from 'electron';

import type { PreferencesStore } from '../system/preferences.ts';
import { APP_ORIGIN } from './app-scheme.ts';
import { askBeforeLeaving, closeWindow } from './ask-before-leaving.ts';
import { MIN_SIZE, placeWindow } from './window-bounds.ts';

export interface MainWindowOptions {
  readonly preload: string;
  readonly icon: string;
  readonly preferences: PreferencesStore;
  /** Its page is gone, or begins anew. */
  readonly onPageGone: () => void;
  /** The page crashed and is loaded again. */
  readonly onReload: () => void;
}

export interface MainWindow {
  readonly current: () => BrowserWindow | undefined;
  /** False when the user rather stays with what is not saved. */
  readonly close: () => Promise<boolean>;
  /** Destroys it, and opens no other one: the app is quitting. */
  readonly end: () => void;
  /** Opens it, or brings it to the front. */
  readonly show: () => void;
  readonly send: (channel: string, ...values: readonly unknown[]) => void;
}

export function createMainWindow(options: MainWindowOptions): MainWindow {
  let window: BrowserWindow | undefined;
  let isOver = false;

  function open(): BrowserWindow {
    const opened = createWindow(options);
    rememberPlace(opened, options.preferences);
    reloadAfterCrash(opened, options);
    askBeforeLeaving(opened);
    opened.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) options.onPageGone();
    });
    opened.once('closed', () => {
      window = undefined;
      options.onPageGone();
      app.dock?.hide();
    });
    void app.dock?.show();
    // Also when it was closed before its page was there, which is no news.
    opened.loadURL(`${APP_ORIGIN}/`).catch((error: unknown) => {
      if (!opened.isDestroyed()) process.stderr.write(`woollama: ${String(error)}\n`);
    });
    return opened;
  }

  return {
    current: () => window,
    close: () => (window === undefined ? Promise.resolve(true) : closeWindow(window)),
    end() {
      isOver = true;
      window?.destroy();
    },
    show() {
      if (isOver) return;
      window ??= open();
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    send(channel, ...values) {
      if (window !== undefined && !window.isDestroyed()) {
        window.webContents.send(channel, ...values);
      }
    },
  };
}

function createWindow({ preload, icon, preferences }: MainWindowOptions): BrowserWindow {
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const { bounds, maximized } = preferences.get();
  const window = new BrowserWindow({
    ...placeWindow(bounds, screens),
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    title: 'Woollama',
    icon,
    show: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      // Its dictionaries would be downloaded.
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  if (maximized) window.maximize();
  return window;
}

function rememberPlace(window: BrowserWindow, preferences: PreferencesStore): void {
  window.on('close', () => {
    void preferences.set({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  });
}

/** A page that dies at once again and again is left alone after this many times. */
const MOST_RELOADS = 3;

function reloadAfterCrash(window: BrowserWindow, options: MainWindowOptions): void {
  let reloads = 0;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed() || reloads >= MOST_RELOADS) return;
    reloads += 1;
    options.onPageGone();
    options.onReload();
    window.webContents.reload();
  });
}
