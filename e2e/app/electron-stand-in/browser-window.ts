/** `BrowserWindow`: the frame is kept as data, the page is shown by the Chromium of the specs. */
import type Electron from 'electron';
import { EventEmitter } from 'node:events';

import { app, assertReady } from './app.ts';
import { toHttp } from './protocol-server.ts';
import { record, type OpenWindow } from './record.ts';

export type ToPage =
  | { readonly kind: 'open-page'; readonly url: string; readonly preload: string }
  | { readonly kind: 'close-page' }
  | { readonly kind: 'reload-page' }
  | { readonly kind: 'send-to-page'; readonly channel: string; readonly args: readonly unknown[] };

let tellPage: (message: ToPage) => void = () => undefined;
export function onToPage(tell: (message: ToPage) => void): void {
  tellPage = tell;
}

type WindowOpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

export class WebContents extends EventEmitter {
  url = '';
  openHandler: WindowOpenHandler = () => ({ action: 'allow' });

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.openHandler = handler;
  }

  getURL(): string {
    return this.url;
  }

  send(channel: string, ...args: readonly unknown[]): void {
    tellPage({ kind: 'send-to-page', channel, args });
  }

  reload(): void {
    this.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    tellPage({ kind: 'reload-page' });
  }
}

const windows: BrowserWindow[] = [];

/** The newest one that is open. */
export function currentWindow(): BrowserWindow | undefined {
  return windows.at(-1);
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new WebContents();
  readonly #options: Electron.BrowserWindowConstructorOptions;
  readonly #record: OpenWindow;
  #isDestroyed = false;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    assertReady('BrowserWindow');
    const { x, y, width = 800, height = 600 } = options;
    const bounds = { width, height, ...(x !== undefined && y !== undefined && { x, y }) };
    this.#options = options;
    this.#record = { url: '', bounds, webPreferences: { ...options.webPreferences } };
    record.windows.push(this.#record);
    windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  async loadURL(url: string): Promise<void> {
    this.webContents.url = url;
    this.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    const preload = this.#options.webPreferences?.preload ?? '';
    tellPage({ kind: 'open-page', url: await toHttp(url), preload });
  }

  show(): void {}
  focus(): void {}
  restore(): void {}
  maximize(): void {}

  isMinimized(): boolean {
    return false;
  }

  isMaximized(): boolean {
    return false;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  getNormalBounds(): Electron.Rectangle {
    return { x: 40, y: 30, ...this.#record.bounds };
  }

  /** The page would prevent its own end, as one with unsaved changes does. */
  holdsPage = false;

  close(): void {
    if (this.#isDestroyed) return;
    this.emit('close', { preventDefault: () => undefined });
    if (this.holdsPage && !this.#mayUnload()) return;
    this.destroy();
  }

  #mayUnload(): boolean {
    const event = {
      defaultPrevented: false,
      preventDefault() {
        event.defaultPrevented = true;
      },
    };
    this.webContents.emit('will-prevent-unload', event);
    return event.defaultPrevented;
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    record.windows = record.windows.filter((one) => one !== this.#record);
    windows.splice(windows.indexOf(this), 1);
    tellPage({ kind: 'close-page' });
    this.emit('closed');
    if (record.windows.length === 0 && app.listenerCount('window-all-closed') === 0) app.quit();
    app.emit('window-all-closed');
  }
}
