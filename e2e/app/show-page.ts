/** The window's page in Chromium, with the real preload script and the app's guards around it. */
import { readFileSync } from 'node:fs';
import type { Browser, Page, Request } from 'playwright';

import type { Desktop } from './desktop.ts';

export interface ShowOptions {
  readonly browser: Browser;
  /** HTTP address that stands for the app's own. */
  readonly url: string;
  readonly preload: string;
  readonly desktop: Desktop;
}

const APP_ORIGIN = 'woollama-app://window';

export async function showPage({ browser, url, preload, desktop }: ShowOptions): Promise<Page> {
  const { origin } = new URL(url);
  const toAppUrl = (text: string) => text.replace(origin, APP_ORIGIN);
  const context = await browser.newContext({ viewport: { width: 1120, height: 740 } });
  const page = await context.newPage();
  await page.exposeBinding('standInInvoke', ({ frame }, channel: string, args: unknown[]) =>
    desktop.ask('invoke', channel, args, {
      url: toAppUrl(frame.url()),
      isMainFrame: frame.parentFrame() === null,
    }),
  );
  await page.addInitScript({ content: asPreload(readFileSync(preload, 'utf8')) });
  // Electron asks before every navigation of the page; so do we.
  await page.route(
    (target) => target.origin !== origin,
    async (route) => {
      const isAllowed = await mayGo(route.request(), desktop);
      // An answer without content leaves the page where it is; an error would replace it.
      await (isAllowed ? route.continue() : route.fulfill({ status: 204 }));
    },
  );
  page.on('popup', (popup) => void askForWindow(popup, desktop));
  await page.goto(url);
  return page;
}

async function mayGo(request: Request, desktop: Desktop): Promise<boolean> {
  if (!request.isNavigationRequest()) return true;
  const isMain = request.frame().parentFrame() === null;
  const isFirst = request.redirectedFrom() === null;
  const event = isMain ? (isFirst ? 'will-navigate' : 'will-redirect') : 'will-frame-navigate';
  return desktop.ask('navigate', event, request.url());
}

async function askForWindow(popup: Page, desktop: Desktop): Promise<void> {
  const answer = await desktop.ask('open-window', popup.url());
  if (answer === 'deny') await popup.close();
}

/** The script sees `require('electron')` as in a sandboxed preload, and nothing else of Node. */
function asPreload(source: string): string {
  return `(() => {
    if (window !== window.top) return;
    const listeners = new Map();
    globalThis.standInEmit = (channel, args) => {
      for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
    };
    const electron = {
      contextBridge: { exposeInMainWorld: (name, api) => { window[name] = api; } },
      ipcRenderer: {
        invoke: (channel, ...args) => window.standInInvoke(channel, args),
        on: (channel, listener) =>
          listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
      },
    };
    const require = (name) => {
      if (name !== 'electron') throw new Error('module not found: ' + name);
      return electron;
    };
    const module = { exports: {} };
    ((require, module, exports) => {
      ${source}
    })(require, module, module.exports);
  })();`;
}
