import type { WebContents } from 'electron';

import { isAppUrl } from '../windows/app-scheme.ts';
import type { Sender } from './handle.ts';

/** Only the page of our window itself: no frame in it, no other window, no page of elsewhere. */
export function isOwnPage(
  { sender, senderFrame }: Sender,
  contents: WebContents | undefined,
): boolean {
  if (contents === undefined || sender !== contents) return false;
  return senderFrame !== null && senderFrame.parent === null && isAppUrl(senderFrame.url);
}
