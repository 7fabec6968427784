import { app } from 'electron';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Updater } from './updates.ts';

/** Why this copy cannot update itself; undefined when it can. */
export function whyNoUpdates(): string | undefined {
  if (!app.isPackaged) return 'This copy runs from its sources.';
  // Written by the packager, when it knows where new versions will be.
  const feed = join(process.resourcesPath, 'app-update.yml');
  return existsSync(feed) ? undefined : 'This copy was built without an address for updates.';
}

/** Only when needed: nobody pays for it at start. */
export async function loadUpdater(): Promise<Updater> {
  const { default: updater } = await import('electron-updater');
  return updater.autoUpdater;
}
