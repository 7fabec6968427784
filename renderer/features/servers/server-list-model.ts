/** The rows of the list: what runs, and what the file names but the router could not use. */
import type { ConfigIssue } from '#contract/config.ts';
import type { ConfigDocument } from '#contract/config-editing.ts';
import type { RouterStatus, ServerStatus } from '#contract/status.ts';
import type { StateWord } from '#components/state-label.tsx';
import { describeEntry, serverEntries, textAt, type JsonObject } from './entry-value.ts';

/** `unusable`: a fault in the entry keeps it out of the router. */
export type RowState = ServerStatus['state'] | 'unusable';

export interface ServerRow {
  readonly name: string;
  readonly state: RowState;
  /** Undefined when the router does not know it. */
  readonly status: ServerStatus | undefined;
  /** As it stands in mcp.json; undefined when the file does not name it. */
  readonly entry: JsonObject | undefined;
  readonly issues: readonly ConfigIssue[];
  /** Why it does not work; undefined when it does. */
  readonly reason: string | undefined;
  /** Command line or address. */
  readonly target: string;
}

export interface ServerSources {
  readonly status: RouterStatus | undefined;
  readonly document: ConfigDocument | undefined;
}

/** In the order of the file, then what else the router knows. */
export function serverRows({ status, document }: ServerSources): readonly ServerRow[] {
  const entries = serverEntries(document);
  const known = new Map(status?.servers.map((server) => [server.name, server]));
  const names = new Set([...entries.keys(), ...known.keys()]);
  return [...names].map((name) => {
    const issues = issuesOf(status?.issues ?? [], name);
    const server = known.get(name);
    const entry = entries.get(name);
    return { name, status: server, entry, issues, ...judge(server, issues), target: target(entry) };
  });
}

/** What the configuration's checks say about one entry. */
export function issuesOf(issues: readonly ConfigIssue[], name: string): readonly ConfigIssue[] {
  const key = `mcpServers.${name}`;
  return issues.filter((issue) => issue.key === key || issue.key?.startsWith(`${key}.`) === true);
}

function judge(
  server: ServerStatus | undefined,
  issues: readonly ConfigIssue[],
): Pick<ServerRow, 'state' | 'reason'> {
  if (server !== undefined) return { state: server.state, reason: server.reason };
  const fault = issues.find(({ severity }) => severity === 'error');
  // Just written, or just removed: the router tells in a moment.
  if (fault === undefined) return { state: 'starting', reason: undefined };
  return { state: 'unusable', reason: fault.message };
}

function target(entry: JsonObject | undefined): string {
  return entry === undefined ? '' : describeEntry(entry);
}

const STATES: Readonly<Record<RowState, StateWord>> = {
  starting: { word: 'Starting', tone: 'busy' },
  connected: { word: 'Connected', tone: 'ok' },
  retrying: { word: 'Retrying', tone: 'warn' },
  failed: { word: 'Failed', tone: 'bad' },
  disabled: { word: 'Off', tone: 'off' },
  unusable: { word: 'Not used', tone: 'bad' },
};

export function describeState(state: RowState): StateWord {
  return STATES[state];
}

export function isBroken(state: RowState): boolean {
  return SHOWN.trouble.includes(state);
}

export const FILTERS = ['all', 'connected', 'trouble', 'off'] as const;
export type Filter = (typeof FILTERS)[number];

const SHOWN: Readonly<Record<Filter, readonly RowState[]>> = {
  all: ['starting', 'connected', 'retrying', 'failed', 'disabled', 'unusable'],
  connected: ['connected', 'starting'],
  trouble: ['retrying', 'failed', 'unusable'],
  off: ['disabled'],
};

export function countRows(rows: readonly ServerRow[]): Readonly<Record<Filter, number>> {
  const count = (filter: Filter) =>
    rows.filter(({ state }) => SHOWN[filter].includes(state)).length;
  return {
    all: rows.length,
    connected: count('connected'),
    trouble: count('trouble'),
    off: count('off'),
  };
}

/** Rows of which the name, command or reason has every word of the query. */
export function filterRows(
  rows: readonly ServerRow[],
  { query, filter }: { readonly query: string; readonly filter: Filter },
): readonly ServerRow[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ name, target, reason, state }) => {
    if (!SHOWN[filter].includes(state)) return false;
    const text = `${name} ${target} ${reason ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** `stdio`, `http`; what the entry says while the router does not know it. */
export function transportOf({ status, entry }: ServerRow): string {
  if (status !== undefined) return status.transport;
  return textAt(entry, ['command']) === undefined ? 'http' : 'stdio';
}

/** Of a path only: not of a package such as `@scope/name`, nor of a flag with a path in it. */
const FOLDERS =
  /^(?:\$\{[^}]*\}[\\/](?:[^\\/]+[\\/])*|(?:~|\.{1,2}|[A-Za-z]:)?[\\/](?:[^\\/]+[\\/])+)(?=[^\\/]+$)/;

/** A command line for a narrow place: programs and files without their folders, variables by their default. */
export function shortenTarget(target: string): string {
  if (/^https?:/.test(target)) return target;
  return target
    .split(' ')
    .map((word) => word.replace(/^\$\{[^}]*:-([^}]+)\}$/, '$1').replace(FOLDERS, '…/'))
    .join(' ');
}

/** `in 12 s`; `now` when it is due. */
export function describeCountdown(at: number, now: number): string {
  const seconds = Math.ceil((at - now) / 1000);
  if (seconds <= 0) return 'now';
  if (seconds < 100) return `in ${seconds} s`;
  return `in ${Math.ceil(seconds / 60)} min`;
}

/** `42 MB`, `1.3 GB`. */
export function describeMemory(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  if (megabytes < 1_000) return `${Math.max(1, Math.round(megabytes))} MB`;
  return `${(megabytes / 1_000).toFixed(1)} GB`;
}

/** `45 s`, `12 min`, `3 h`, `5 d`. */
export function describeUptime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}
