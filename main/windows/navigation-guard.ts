/** The window shows our own pages and nothing else, whatever a page or a link asks for. */
import type { Session, WebContents } from 'electron';

import { isAppUrl, isPageUrl } from './app-scheme.ts';

/** `openLink` gets the https links that were refused here; it asks whether the browser may have them. */
export function guardNavigation(contents: WebContents, openLink: (url: string) => void): void {
  const refuse = (event: { preventDefault(): void; readonly url: string }) => {
    if (isPageUrl(event.url)) return;
    event.preventDefault();
  };
  contents.on('will-navigate', (event) => {
    refuse(event);
    if (isWebLink(event.url)) openLink(event.url);
  });
  contents.on('will-redirect', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isWebLink(url)) openLink(url);
    return { action: 'deny' };
  });
}

export function isWebLink(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}

/** Copying is all that our pages need; and only ours may. */
export function guardPermissions(session: Session): void {
  session.setPermissionCheckHandler(
    (contents, permission) =>
      permission === 'clipboard-sanitized-write' && isAppUrl(contents?.getURL() ?? ''),
  );
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(permission === 'clipboard-sanitized-write' && isAppUrl(contents.getURL())),
  );
  session.setDevicePermissionHandler(() => false);
}
