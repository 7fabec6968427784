/** What the control surface asks, without files, keychains and processes. */
import type { ConfigDocument } from '#contract/config-editing.ts';
import type { ImportCandidate } from '#contract/imports.ts';
import type { LogLine } from '#contract/logs.ts';
import type { RouterStatus } from '#contract/status.ts';
import type { ConfigEditor, ConfigEditRequest } from '#core/ports/config-editor.ts';
import type { LogLines } from '#core/ports/log-lines.ts';
import type { SecretKeeper } from '#core/ports/secrets.ts';
import type { ServerImports } from '#core/ports/server-imports.ts';
import type { ControlSurfaceOptions } from '../inbound/control/control-surface.ts';
import { createOwnerAccess } from '../access/owner-access.ts';
import { createEventBus } from '../events/event-bus.ts';
import { createRequestTracker } from '../events/request-tracker.ts';
import { conversationRow, createFakeConversations, createFakeOwner } from './fake-conversations.ts';
import { createFakeInferencer, createFakeInferencers } from './fake-inferencers.ts';
import { createFakeLog } from './fake-log.ts';
import { createFakeToolServers, type FakeToolServers } from './fake-tool-servers.ts';

export const STATUS: RouterStatus = {
  version: '9.9.9',
  pid: 1,
  startedAt: 2,
  baseUrl: 'http://127.0.0.1:1/v1',
  mcpUrl: 'http://127.0.0.1:1/mcp',
  socket: null,
  configDir: '/c',
  stateDir: '/s',
  logPath: null,
  tokenRequired: false,
  auto: { model: 'demo/x', reason: 'r' },
  inferencers: [],
  servers: [],
  clients: [],
  recipes: [],
  issues: [],
  requestsInFlight: 0,
};

export interface FakeControlParts extends ControlSurfaceOptions {
  readonly tools: FakeToolServers;
  readonly lines: FakeLogLines;
  /** Edits that were asked for, in order. */
  readonly edits: ConfigEditRequest[];
  /** How often the host was asked to start anew. */
  readonly restarts: () => number;
}

/** A mask that knows one secret: `hunter2`. */
export function createFakeControlParts(
  changes: Partial<ControlSurfaceOptions> = {},
): FakeControlParts {
  const events = createEventBus({ remembered: 5_000 });
  const requests = createRequestTracker({ events, logger: createFakeLog() });
  const owner = createOwnerAccess({ cookieName: () => 'woollama-1' });
  const edits: ConfigEditRequest[] = [];
  let restarts = 0;
  const conversations = createFakeConversations(createFakeOwner(), events);
  conversations.handles.create(conversationRow({ id: 'conv_1', title: 'First' }));
  return {
    run: 'run1',
    status: () => STATUS,
    events,
    requests,
    displaced: () => [],
    questions: { list: () => [], answer: () => undefined },
    inferencers: createFakeInferencers([createFakeInferencer('local')]),
    conversations,
    editor: createFakeEditor(edits),
    keeper: createFakeKeeper(),
    imports: createFakeImports(),
    env: { FROM_ENV: 'x' },
    mask: (text) => text.replaceAll('hunter2', '[secret]'),
    owner,
    createLink: () => `http://127.0.0.1:1/ui/#link=${owner.createLink()}`,
    clientToken: () => '',
    createTokenFile: async () => '/c/client-token',
    checkRestart: async () => undefined,
    onRestart: () => void (restarts += 1),
    ...changes,
    tools: createFakeToolServers(),
    lines: createFakeLogLines(),
    edits,
    restarts: () => restarts,
  };
}

const DOCUMENT: ConfigDocument = {
  file: 'mcp.json',
  path: '/c/mcp.json',
  text: '{}',
  hash: 'h1',
  bundled: false,
  value: {},
  issues: [],
};

function createFakeEditor(edits: ConfigEditRequest[]): ConfigEditor {
  return {
    read: async (file) => ({ ...DOCUMENT, file }),
    preview: async (request) => {
      edits.push(request);
      return { before: '{}', after: '{ }', issues: [], refusals: [] };
    },
    write: async (request) => {
      edits.push(request);
      return { ...DOCUMENT, file: request.file, hash: 'h2' };
    },
    undo: async (file) => ({ ...DOCUMENT, file }),
  };
}

export function createFakeKeeper(
  values: Readonly<Record<string, string>> = {},
): SecretKeeper & { readonly values: () => Map<string, string> } {
  const kept = new Map(Object.entries(values));
  return {
    kind: 'file',
    notice: 'for the test',
    values: () => kept,
    set: async (name, value) => {
      if (value === undefined) kept.delete(name);
      else kept.set(name, value);
    },
  };
}

const CANDIDATE: ImportCandidate = {
  name: 'git',
  suggestedName: 'git',
  known: false,
  commandLine: ['npx', 'git-server'],
  url: null,
  env: [],
  headerNames: [],
  secretNames: [],
  cwd: null,
  disabled: false,
  warnings: [],
  problem: null,
};

function createFakeImports(): ServerImports {
  return {
    scan: async () => [
      {
        client: 'cursor',
        title: 'Cursor',
        path: '/home/u/.cursor/mcp.json',
        hash: 'h',
        candidates: [CANDIDATE],
        problem: null,
      },
    ],
    review: async () => [CANDIDATE],
    apply: async (_source, accepted) => ({
      added: accepted.map(({ as }) => as),
      document: DOCUMENT,
    }),
  };
}

export interface FakeLogLines extends LogLines {
  /** Adds one more line. */
  say(message: string): void;
  /** Drops all but the newest `count`. */
  forget(count: number): void;
}

export function createFakeLogLines(): FakeLogLines {
  let lines: LogLine[] = [];
  let seq = 0;
  const listeners = new Set<(line: LogLine) => void>();
  return {
    list: (limit) => lines.slice(-limit),
    since: (after) => lines.filter((line) => line.seq > after),
    seq: () => seq,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    say(message) {
      seq += 1;
      const line: LogLine = { seq, at: 1, level: 'info', source: 'router', message, details: '' };
      lines.push(line);
      for (const listener of listeners) listener(line);
    },
    forget: (count) => void (lines = lines.slice(-count)),
  };
}
