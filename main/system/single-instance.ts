/** One app for one user: a second start hands over its link, shows the window and ends. */
import { app } from 'electron';

import { findLink, LINK_SCHEME } from './deep-links.ts';

/** False when another one runs already; this one must then end without doing anything. */
export function claimInstance(onSecondStart: (link: string | undefined) => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', (_event, argv) => onSecondStart(findLink(argv)));
  // macOS hands links to the running app by this event, also the one it was started with.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    onSecondStart(url);
  });
  return true;
}

/** So that links reach us. In development the system must be told the script too. */
export function claimLinks(): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  else app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, [app.getAppPath()]);
}
