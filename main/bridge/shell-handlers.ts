/** What each call from the window does. */
import { app, clipboard, nativeTheme, shell } from 'electron';
import { dirname } from 'node:path';

import type { RouterStatus } from '#contract/status.ts';
import type { Supervisor } from '../router-process/supervisor.ts';
import type { LoginItem } from '../system/autostart-file.ts';
import type { OpenLink } from '../system/open-link.ts';
import type { PreferencesStore } from '../system/preferences.ts';
import type { Updates } from '../system/updates.ts';
import { ShellError, type ShellHandlers } from './handle.ts';
import type { ShellEvents } from './shell-events.ts';

export interface ShellParts {
  readonly supervisor: Supervisor;
  readonly status: () => RouterStatus | undefined;
  readonly loginItem: LoginItem;
  readonly openLink: OpenLink;
  readonly preferences: PreferencesStore;
  readonly updates: Updates;
  readonly events: ShellEvents;
  readonly secretsNotice: () => string | null;
  /** The switch is drawn in the tray's menu too. */
  readonly onLoginItem: () => void;
}

export function createShellHandlers(parts: ShellParts): ShellHandlers {
  const { supervisor, loginItem, openLink, preferences, updates, events } = parts;
  return {
    'shell.info': () => ({ ...describeProgram(), secretsNotice: parts.secretsNotice() }),
    'shell.open-path': ({ place }) => openPlace(findPlace(place, parts)),
    'shell.open-external': async ({ url }) => ({ opened: await openLink(url) }),
    async 'shell.copy-text'({ text }) {
      await clipboard.writeText(text);
      return {};
    },
    'shell.get-login-item': () => ({ on: loginItem.isOn() }),
    async 'shell.set-login-item'({ on }) {
      await loginItem.set(on).catch(failed);
      parts.onLoginItem();
      return { on: loginItem.isOn() };
    },
    'shell.get-notifications': () => ({ on: preferences.get().notifications }),
    async 'shell.set-notifications'({ on }) {
      await preferences.set({ notifications: on });
      return { on };
    },
    async 'shell.set-theme'({ theme }) {
      nativeTheme.themeSource = theme;
      await preferences.set({ theme });
      return {};
    },
    'shell.router-state': () => supervisor.state(),
    async 'shell.restart-router'() {
      await supervisor.restart();
      return {};
    },
    'shell.update-state': () => updates.state(),
    'shell.check-for-updates': () => updates.check(),
    'shell.download-update': () => updates.download(),
    async 'shell.install-update'() {
      if (await updates.install()) return {};
      throw new ShellError('NOT_AVAILABLE', 'there is no update to install');
    },
    'shell.subscribed'({ event }) {
      events.subscribed(event);
      return {};
    },
    'shell.quit': () => {
      app.quit();
      return {};
    },
  };
}

function describeProgram() {
  const { electron, chrome, node } = process.versions;
  return {
    platform: process.platform,
    packaged: app.isPackaged,
    versions: { app: app.getVersion(), electron, chrome, node },
  };
}

/** The folders of the last router that ran, or that of the files the next one cannot read. */
function findPlace(
  place: 'config' | 'state' | 'logs',
  { status, supervisor }: ShellParts,
): string | undefined {
  const known = status();
  const state = supervisor.state();
  const broken = state.kind === 'stopped' ? state.issues[0]?.file : undefined;
  const places = {
    config: known?.configDir ?? (broken && dirname(broken)),
    state: known?.stateDir,
    logs: known?.logPath == null ? undefined : dirname(known.logPath),
  };
  return places[place];
}

async function openPlace(path: string | undefined): Promise<Record<string, never>> {
  if (path === undefined) {
    throw new ShellError('NOT_AVAILABLE', 'the router has not said yet where that is');
  }
  const problem = await shell.openPath(path);
  if (problem !== '') throw new ShellError('FAILED', problem);
  return {};
}

function failed(error: unknown): never {
  throw new ShellError('FAILED', error instanceof Error ? error.message : String(error));
}
