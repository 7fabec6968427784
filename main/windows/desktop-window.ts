/** The window together with the events that are on their way to its page. */
import type { BrowserWindow } from 'electron';
import { join } from 'node:path';

import type { ShellPage } from '../bridge/channels.ts';
import { EVENT_CHANNEL } from '../bridge/ipc-names.ts';
import { createShellEvents, type ShellEvents } from '../bridge/shell-events.ts';
import type { Places } from '../system/places.ts';
import type { PreferencesStore } from '../system/preferences.ts';
import { createMainWindow } from './main-window.ts';

export interface DesktopWindow {
  readonly events: ShellEvents;
  readonly current: () => BrowserWindow | undefined;
  /** Destroys it for good: the app is quitting. */
  readonly end: () => void;
  /** Opens it, or brings it to the front. */
  readonly show: () => void;
  readonly openPage: (page: ShellPage) => void;
  /** False when the user rather stays with what is not saved. */
  readonly close: () => Promise<boolean>;
}

export function createDesktopWindow(places: Places, preferences: PreferencesStore): DesktopWindow {
  const window = createMainWindow({
    preload: places.preload,
    icon: join(places.iconsDir, 'icon.png'),
    preferences,
    onPageGone: () => events.reset(),
    onReload() {
      const message = 'The page stopped working and was loaded again.';
      events.send('notice', { message });
    },
  });
  const events = createShellEvents((name, data) => window.send(EVENT_CHANNEL, name, data));
  return {
    events,
    current: window.current,
    end: window.end,
    show: window.show,
    openPage(page) {
      window.show();
      events.send('navigate', { page });
    },
    close: window.close,
  };
}
