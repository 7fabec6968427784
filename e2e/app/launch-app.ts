/**
 * Starts the built app: the real Electron where its binary is, else the stand-in with Chromium.
 * Specs see the same page either way; `desktop` (tray, clipboard, system) is the stand-in's only.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, chromium, type Browser, type Page } from 'playwright';

import type { Home } from '../fixtures/router-process.ts';
import { createDesktop, type Desktop } from './desktop.ts';
import type { Told } from './electron-stand-in/remote.ts';
import { showPage } from './show-page.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const MAIN_FILE = join(ROOT, 'out', 'main', 'index.js');
export const RUN_MAIN = join(import.meta.dirname, 'electron-stand-in', 'run-main.ts');
const ELECTRON = join(ROOT, 'node_modules', 'electron');

const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const LIMIT_MS = 15_000;

export interface LaunchedApp {
  readonly kind: 'electron' | 'stand-in';
  readonly pid: number;
  /** Of the window; waits until there is one. */
  page(): Promise<Page>;
  /** Of the stand-in. */
  readonly desktop: Desktop;
  errors(): string;
  /** Resolves with the exit code when the process has ended. */
  readonly exited: Promise<number | null>;
  /** As the menu's Quit, then waits for the end; kills what does not end. */
  close(): Promise<void>;
}

export interface LaunchOptions {
  readonly home: Home;
  readonly args?: readonly string[];
  /** The folder of the pages instead of the built ones. */
  readonly uiDir?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** By its files: asking the package itself would start a download. */
export function electronBinary(): string | undefined {
  const name = join(ELECTRON, 'path.txt');
  if (!existsSync(name)) return undefined;
  const path = join(ELECTRON, 'dist', readFileSync(name, 'utf8').trim());
  return existsSync(path) ? path : undefined;
}

export function userDataOf(home: Home): string {
  return join(home.dir, 'user-data');
}

function appEnvironment({ home, uiDir, env }: LaunchOptions): NodeJS.ProcessEnv {
  return {
    ...home.env,
    ELECTRON_OVERRIDE_DIST_PATH: '/nonexistent',
    ...(uiDir !== undefined && { WOOLLAMA_UI_DIR: uiDir }),
    ...env,
  };
}

/** What a real window needs of the machine; its folders are those of the spec all the same. */
const OF_THE_MACHINE = [
  'DISPLAY',
  'XAUTHORITY',
  'WAYLAND_DISPLAY',
  'XDG_SESSION_TYPE',
  'SystemRoot',
  'windir',
  'TEMP',
  'TMP',
];

function electronEnvironment(options: LaunchOptions): Record<string, string> {
  const env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(OF_THE_MACHINE.map((name) => [name, process.env[name]])),
    APPDATA: join(options.home.dir, 'AppData', 'Roaming'),
    LOCALAPPDATA: join(options.home.dir, 'AppData', 'Local'),
    ...appEnvironment(options),
  };
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

export async function launchApp(options: LaunchOptions): Promise<LaunchedApp> {
  const binary = electronBinary();
  return binary === undefined ? launchStandIn(options) : launchElectron(binary, options);
}

async function launchElectron(binary: string, options: LaunchOptions): Promise<LaunchedApp> {
  const { home, args = [] } = options;
  const app = await _electron.launch({
    executablePath: binary,
    args: [ROOT, `--user-data-dir=${userDataOf(home)}`, ...args],
    env: electronEnvironment(options),
  });
  const child = app.process();
  const refuse = () => Promise.reject(new Error('only the stand-in can be asked that'));
  return {
    kind: 'electron',
    pid: child.pid ?? 0,
    page: () => app.firstWindow(),
    desktop: { ask: refuse, call: refuse },
    errors: () => '',
    exited: once(child, 'exit').then(([code]) => code as number | null),
    close: () => app.close(),
  };
}

async function launchStandIn(options: LaunchOptions): Promise<LaunchedApp> {
  const { home, args = [] } = options;
  const userData = `--user-data-dir=${userDataOf(home)}`;
  const child = fork(RUN_MAIN, [MAIN_FILE, userData, ...args], {
    env: appEnvironment(options),
    execArgv: ['--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  }
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const desktop = createDesktop(child, exited);
  const pages = followPages(child, desktop);
  return {
    kind: 'stand-in',
    pid: child.pid ?? 0,
    page: () => pages.current(),
    desktop,
    errors: () => text,
    exited,
    async close() {
      const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
      if (child.connected) void desktop.ask('quit').catch(() => undefined);
      await exited;
      clearTimeout(timer);
      await pages.close();
    },
  };
}

/** Opens and closes Chromium's page as the app opens and closes its window. */
function followPages(child: ChildProcess, desktop: Desktop) {
  let browser: Promise<Browser> | undefined;
  let page: Promise<Page> | undefined;
  const waiting: ((page: Promise<Page>) => void)[] = [];

  async function open(url: string, preload: string): Promise<Page> {
    browser ??= chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? chromium.executablePath(),
      args: CHROMIUM_FLAGS,
    });
    return showPage({ browser: await browser, url, preload, desktop });
  }

  child.on('message', (message: Told) => {
    if (message.kind === 'open-page') {
      page = open(message.url, message.preload);
      for (const resolve of waiting.splice(0)) resolve(page);
    } else if (message.kind === 'close-page') {
      void page?.then((it) => it.close()).catch(() => undefined);
      page = undefined;
    } else if (message.kind === 'reload-page') void page?.then((it) => it.reload());
    else if (message.kind === 'send-to-page') void send(page, message.channel, message.args);
  });
  return {
    current: async () => page ?? (await new Promise<Page>((resolve) => waiting.push(resolve))),
    close: async () => (await browser)?.close(),
  };
}

async function send(
  page: Promise<Page> | undefined,
  channel: string,
  args: readonly unknown[],
): Promise<void> {
  const emit = ([name, values]: [string, unknown[]]) =>
    (globalThis as unknown as { standInEmit(name: string, values: unknown[]): void }).standInEmit(
      name,
      values,
    );
  await (await page)?.evaluate(emit, [channel, [...args]] as [string, unknown[]]).catch(() => {});
}
