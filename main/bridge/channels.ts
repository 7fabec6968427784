/**
 * What the window may ask of the desktop app, written once: calls and events with their schemas.
 * No Node and no Electron here, because the window imports the types.
 */
import { z } from 'zod';

import { configIssue } from '#contract/config.ts';

const nothing = z.object({});
const onOff = z.object({ on: z.boolean() });

export const shellPage = z.enum([
  'home',
  'activity',
  'playground',
  'recipes',
  'inferencers',
  'servers',
  'conversations',
  'logs',
  'settings',
]);

const lastLines = z.array(z.string()).readonly();

/** The router process, as its parent sees it. Times are milliseconds since 1970. */
export const routerState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('starting') }),
  z.object({
    kind: z.literal('running'),
    origin: z.string(),
    version: z.string(),
    pid: z.number().nullable(),
  }),
  /** It ended by itself; another one is started at `nextTryAt`. */
  z.object({
    kind: z.literal('restarting'),
    reason: z.string(),
    nextTryAt: z.number(),
    lastLines,
  }),
  /** It stays down until somebody asks, or until one of the files in `issues` changes. */
  z.object({
    kind: z.literal('stopped'),
    reason: z.string(),
    issues: z.array(configIssue).readonly(),
    lastLines,
  }),
]);

/** What a `woollama://` link asks for. Nothing of it happens before somebody says yes. */
export const deepLink = z.discriminatedUnion('kind', [
  /** `text` is an mcp.json with one server, for `imports.review`. */
  z.object({ kind: z.literal('add-server'), name: z.string(), text: z.string() }),
  /** Shows a recipe that is there already. */
  z.object({ kind: z.literal('open-recipe'), name: z.string() }),
]);

export const updateState = z.discriminatedUnion('kind', [
  /** This copy is not updated by itself; `reason` says why. */
  z.object({ kind: z.literal('off'), reason: z.string() }),
  z.object({ kind: z.literal('unknown') }),
  z.object({ kind: z.literal('checking') }),
  z.object({ kind: z.literal('none'), checkedAt: z.number() }),
  z.object({ kind: z.literal('available'), version: z.string() }),
  z.object({ kind: z.literal('downloading'), version: z.string(), percent: z.number() }),
  z.object({ kind: z.literal('ready'), version: z.string() }),
  z.object({ kind: z.literal('failed'), reason: z.string() }),
]);

const shellInfo = z.object({
  platform: z.string(),
  packaged: z.boolean(),
  versions: z.object({
    app: z.string(),
    electron: z.string(),
    chrome: z.string(),
    node: z.string(),
  }),
  /** What people should know about how keys are kept here. */
  secretsNotice: z.string().nullable(),
});

export const SHELL_CALLS = {
  'shell.info': { params: nothing, result: shellInfo },
  /** Shows one of the program's own folders; NOT_AVAILABLE before the router said where it is. */
  'shell.open-path': {
    params: z.object({ place: z.enum(['config', 'state', 'logs']) }),
    result: nothing,
  },
  /** https only. False when the user said no. */
  'shell.open-external': {
    params: z.object({ url: z.string().max(4_000) }),
    result: z.object({ opened: z.boolean() }),
  },
  'shell.copy-text': { params: z.object({ text: z.string().max(1_000_000) }), result: nothing },
  'shell.get-login-item': { params: nothing, result: onOff },
  'shell.set-login-item': { params: onOff, result: onOff },
  'shell.get-notifications': { params: nothing, result: onOff },
  'shell.set-notifications': { params: onOff, result: onOff },
  'shell.set-theme': {
    params: z.object({ theme: z.enum(['system', 'light', 'dark']) }),
    result: nothing,
  },
  'shell.router-state': { params: nothing, result: routerState },
  'shell.restart-router': { params: nothing, result: nothing },
  'shell.update-state': { params: nothing, result: updateState },
  /** Resolves when it is known; downloads nothing. */
  'shell.check-for-updates': { params: nothing, result: updateState },
  /** Starts the download of the update that is `available`. */
  'shell.download-update': { params: nothing, result: updateState },
  /** Quits, installs the update that is `ready`, starts again. */
  'shell.install-update': { params: nothing, result: nothing },
  /** Events that came before anybody listened are sent now. The preload script calls it. */
  'shell.subscribed': { params: z.object({ event: z.string() }), result: nothing },
  'shell.quit': { params: nothing, result: nothing },
} as const satisfies Record<string, { readonly params: z.ZodType; readonly result: z.ZodType }>;

export const SHELL_EVENTS = {
  'router-state-changed': routerState,
  'update-state-changed': updateState,
  /** Opens a review dialog, nothing else. */
  'link-opened': deepLink,
  navigate: z.object({ page: shellPage }),
  /** One sentence for people, such as that the page had to be loaded again. */
  notice: z.object({ message: z.string() }),
} as const satisfies Record<string, z.ZodType>;

export type ShellCall = keyof typeof SHELL_CALLS;
export type ShellParams<C extends ShellCall> = z.input<(typeof SHELL_CALLS)[C]['params']>;
export type ShellResult<C extends ShellCall> = Readonly<
  z.output<(typeof SHELL_CALLS)[C]['result']>
>;
export type ShellEvent = keyof typeof SHELL_EVENTS;
export type ShellEventData<E extends ShellEvent> = Readonly<z.output<(typeof SHELL_EVENTS)[E]>>;

export type ShellPage = z.infer<typeof shellPage>;
export type RouterState = Readonly<z.infer<typeof routerState>>;
export type DeepLink = Readonly<z.infer<typeof deepLink>>;
export type UpdateState = Readonly<z.infer<typeof updateState>>;

/** FORBIDDEN: not our window's page. FAILED: `message` says what the system answered. */
export type ShellErrorCode =
  'FORBIDDEN' | 'UNKNOWN_CALL' | 'INVALID_PARAMS' | 'NOT_AVAILABLE' | 'FAILED';

export type ShellAnswer<C extends ShellCall> =
  | { readonly ok: true; readonly result: ShellResult<C> }
  | {
      readonly ok: false;
      readonly error: { readonly code: ShellErrorCode; readonly message: string };
    };

/** `window.woollamaShell`; absent in a browser. */
export interface ShellBridge {
  /** Never rejects. */
  call<C extends ShellCall>(name: C, params: ShellParams<C>): Promise<ShellAnswer<C>>;
  /** Returns a function that ends it. */
  subscribe<E extends ShellEvent>(
    event: E,
    listener: (data: ShellEventData<E>) => void,
  ): () => void;
}
