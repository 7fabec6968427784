/** The tray's icon, tooltip and menu as a pure function of what is known. */
import type { ActivityRequest } from '#contract/activity.ts';
import type { RouterStatus, ServerStatus } from '#contract/status.ts';
import type { RouterState, ShellPage } from '../bridge/channels.ts';

export type TrayIcon = 'idle' | 'busy' | 'needs-you' | 'degraded' | 'stopped';

export type TrayAction =
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'open-window' }
  | { readonly kind: 'open-page'; readonly page: ShellPage }
  | { readonly kind: 'restart-server'; readonly name: string }
  | { readonly kind: 'cancel-request'; readonly id: string }
  | { readonly kind: 'set-login-item'; readonly on: boolean }
  | { readonly kind: 'restart-router' }
  | { readonly kind: 'quit' };

export type TrayItem =
  | { readonly kind: 'separator' }
  /** Only to be read. */
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly action: TrayAction }
  | {
      readonly kind: 'switch';
      readonly label: string;
      readonly on: boolean;
      readonly action: TrayAction;
    }
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly TrayItem[] };

export interface TrayModel {
  readonly icon: TrayIcon;
  readonly tooltip: string;
  readonly items: readonly TrayItem[];
}

/** Something that goes on only after a person did something. */
export interface WaitingItem {
  readonly label: string;
  readonly page: ShellPage;
}

export interface TrayInput {
  readonly router: RouterState;
  readonly status: RouterStatus | undefined;
  readonly inFlight: readonly ActivityRequest[];
  readonly waiting: readonly WaitingItem[];
  readonly startAtLogin: boolean;
}

const SEPARATOR = { kind: 'separator' } as const;

/** Longer menus do not fit on a screen; the window shows all of it. */
const MOST_ITEMS = 25;
const LONGEST_LABEL = 60;

export function toTrayModel(input: TrayInput): TrayModel {
  const { router, waiting } = input;
  const running = router.kind === 'running' ? input.status : undefined;
  const line = describeState(input, running);
  return {
    icon: chooseIcon(input, running),
    tooltip: `Woollama - ${line}`,
    items: [
      text(line),
      ...(running === undefined ? [] : [action('Copy base_url', copy(running.baseUrl))]),
      action('Open Woollama', { kind: 'open-window' }),
      SEPARATOR,
      ...(running === undefined ? [] : routerItems(running, input.inFlight)),
      ...(waiting.length === 0 ? [] : [waitingMenu(waiting)]),
      ...(running === undefined && waiting.length === 0 ? [] : [SEPARATOR]),
      {
        kind: 'switch',
        label: 'Start at login',
        on: input.startAtLogin,
        action: { kind: 'set-login-item', on: !input.startAtLogin },
      },
      action('Restart router', { kind: 'restart-router' }),
      action('Quit Woollama', { kind: 'quit' }),
    ],
  };
}

function chooseIcon(input: TrayInput, running: RouterStatus | undefined): TrayIcon {
  const { kind } = input.router;
  if (kind === 'stopped' || kind === 'restarting') return 'stopped';
  if (input.waiting.length > 0) return 'needs-you';
  if (running !== undefined && findTrouble(running) !== undefined) return 'degraded';
  return kind === 'starting' || input.inFlight.length > 0 ? 'busy' : 'idle';
}

function describeState({ router, inFlight }: TrayInput, running: RouterStatus | undefined): string {
  switch (router.kind) {
    case 'starting':
      return 'Starting';
    case 'restarting':
      return 'Stopped, starting again soon';
    case 'stopped':
      return cut(`Stopped: ${router.reason}`);
    case 'running':
      break;
  }
  const trouble = running && findTrouble(running);
  if (trouble !== undefined) return `Degraded: ${trouble}`;
  return inFlight.length === 0 ? 'Running' : `Running, ${inFlight.length} in flight`;
}

/** Why it is not all well; undefined when it is. */
function findTrouble({ servers, issues }: RouterStatus): string | undefined {
  const down = servers.filter(({ state }) => state === 'failed' || state === 'retrying');
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (down.length === 1) return cut(`server ${down[0]?.name ?? ''} is down`);
  if (down.length > 1) return `${down.length} servers are down`;
  if (errors.length > 1) return `${errors.length} errors in its files`;
  if (errors[0] !== undefined) return cut(`error in ${errors[0].file.split(/[\\/]/).at(-1)}`);
  return undefined;
}

function routerItems(status: RouterStatus, inFlight: readonly ActivityRequest[]): TrayItem[] {
  const recipes = status.recipes.map((name) =>
    action(`woollama/${name}`, copy(`woollama/${name}`)),
  );
  return [
    submenu('Recipes', recipes, 'recipes'),
    submenu('Servers', status.servers.map(serverMenu), 'servers'),
    submenu(`In flight: ${inFlight.length}`, inFlight.map(requestMenu), 'activity'),
  ];
}

function serverMenu({ name, state, reason, tools }: ServerStatus): TrayItem {
  const about = state === 'connected' ? `connected, ${tools} tools` : state;
  const items: TrayItem[] = [text(cut(reason === undefined ? about : `${about}: ${reason}`))];
  if (state !== 'disabled') {
    items.push(action('Restart', { kind: 'restart-server', name }));
  }
  return { kind: 'submenu', label: cut(`${name} - ${state}`), items };
}

function requestMenu({ id, client, model, operation, calls }: ActivityRequest): TrayItem {
  const what = model ?? calls[0]?.tool ?? operation;
  const items = [action('Cancel', { kind: 'cancel-request', id })];
  return { kind: 'submenu', label: cut(`${what} - ${client}`), items };
}

function waitingMenu(waiting: readonly WaitingItem[]): TrayItem {
  const items = waiting.map(({ label, page }) => action(cut(label), { kind: 'open-page', page }));
  return { kind: 'submenu', label: `Waiting for you: ${waiting.length}`, items };
}

/** An empty submenu opens nothing and puzzles people, so it says that there is nothing. */
function submenu(label: string, items: readonly TrayItem[], page: ShellPage): TrayItem {
  if (items.length === 0) return { kind: 'submenu', label, items: [text('None')] };
  if (items.length <= MOST_ITEMS) return { kind: 'submenu', label, items };
  const more = action(`${items.length - MOST_ITEMS} more…`, { kind: 'open-page', page });
  return { kind: 'submenu', label, items: [...items.slice(0, MOST_ITEMS), more] };
}

function text(label: string): TrayItem {
  return { kind: 'text', label };
}

function action(label: string, action: TrayAction): TrayItem {
  return { kind: 'action', label, action };
}

function copy(text: string): TrayAction {
  return { kind: 'copy', text };
}

/** Names come from files and other programs; a menu shows one short line. */
function cut(label: string): string {
  const line = label.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return line.length <= LONGEST_LABEL ? line : `${line.slice(0, LONGEST_LABEL - 1)}…`;
}
