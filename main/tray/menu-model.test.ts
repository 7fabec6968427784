import { describe, expect, test } from 'vitest';

import type { ActivityRequest } from '#contract/activity.ts';
import type { RouterStatus, ServerStatus } from '#contract/status.ts';
import type { RouterState } from '../bridge/channels.ts';
import { toTrayModel, type TrayInput, type TrayItem } from './menu-model.ts';

const running: RouterState = {
  kind: 'running',
  origin: 'http://127.0.0.1:1',
  version: '1',
  pid: 1,
};

function server(name: string, change: Partial<ServerStatus> = {}): ServerStatus {
  return { name, transport: 'stdio', state: 'connected', tools: 3, attempts: 0, ...change };
}

function status(change: Partial<RouterStatus> = {}): RouterStatus {
  return {
    version: '1',
    pid: 1,
    startedAt: 0,
    baseUrl: 'http://127.0.0.1:1/v1',
    mcpUrl: 'http://127.0.0.1:1/mcp',
    socket: null,
    configDir: '/c',
    stateDir: '/s',
    logPath: null,
    tokenRequired: false,
    auto: { model: 'demo/echo', reason: 'nothing else' },
    inferencers: [],
    servers: [server('git')],
    clients: [],
    recipes: ['counter'],
    issues: [],
    requestsInFlight: 0,
    ...change,
  };
}

function request(change: Partial<ActivityRequest> = {}): ActivityRequest {
  const base = { id: 'req_1', surface: 'openai', operation: '/v1/chat/completions' };
  const rest = { client: 'curl/8', startedAt: 0, state: 'running', turns: [], calls: [] } as const;
  return { ...base, ...rest, ...change };
}

function model(change: Partial<TrayInput> = {}) {
  return toTrayModel({
    router: running,
    status: status(),
    inFlight: [],
    waiting: [],
    startAtLogin: false,
    ...change,
  });
}

const labels = (items: readonly TrayItem[]) =>
  items.map((item) => (item.kind === 'separator' ? '---' : item.label));

function find(items: readonly TrayItem[], label: string): TrayItem | undefined {
  return items.find((item) => item.kind !== 'separator' && item.label.startsWith(label));
}

function below(items: readonly TrayItem[], label: string): readonly TrayItem[] {
  const item = find(items, label);
  return item?.kind === 'submenu' ? item.items : [];
}

const wait = { label: 'Install 2.0', page: 'settings' } as const;

test('the whole menu of a busy router, in the order of the design', () => {
  const { items } = model({ inFlight: [request()], waiting: [wait] });
  expect(labels(items)).toEqual([
    'Running, 1 in flight',
    'Copy base_url',
    'Open Woollama',
    '---',
    'Recipes',
    'Servers',
    'In flight: 1',
    'Waiting for you: 1',
    '---',
    'Start at login',
    'Restart router',
    'Quit Woollama',
  ]);
});

test('each entry does what it says', () => {
  const { items } = model({ inFlight: [request({ model: 'demo/echo' })], waiting: [wait] });
  const action = (item: TrayItem | undefined) =>
    item && 'action' in item ? item.action : undefined;
  expect(action(find(items, 'Copy base_url'))).toEqual({
    kind: 'copy',
    text: 'http://127.0.0.1:1/v1',
  });
  expect(action(below(items, 'Recipes')[0])).toEqual({ kind: 'copy', text: 'woollama/counter' });
  expect(action(below(below(items, 'Servers'), 'git')[1])).toEqual({
    kind: 'restart-server',
    name: 'git',
  });
  expect(action(below(below(items, 'In flight'), 'demo/echo - curl/8')[0])).toEqual({
    kind: 'cancel-request',
    id: 'req_1',
  });
  expect(action(below(items, 'Waiting')[0])).toEqual({ kind: 'open-page', page: 'settings' });
  expect(action(find(items, 'Start at login'))).toEqual({ kind: 'set-login-item', on: true });
});

describe('without a router', () => {
  const restarting = { kind: 'restarting', reason: 'x', nextTryAt: 0, lastLines: [] } as const;
  const stopped = { kind: 'stopped', reason: 'bad file', issues: [], lastLines: [] } as const;

  test.each([
    [{ kind: 'starting' } as const, 'Starting', 'busy'],
    [restarting, 'Stopped, starting again soon', 'stopped'],
    [stopped, 'Stopped: bad file', 'stopped'],
  ])('%j', (router, line, icon) => {
    const shown = model({ router });
    expect(shown.icon).toBe(icon);
    expect(shown.tooltip).toBe(`Woollama - ${line}`);
    expect(labels(shown.items)).toEqual([
      line,
      'Open Woollama',
      '---',
      'Start at login',
      'Restart router',
      'Quit Woollama',
    ]);
  });
});

describe('the icon', () => {
  const failed = status({ servers: [server('git', { state: 'failed', reason: 'not found' })] });

  test('is never calm while something is wrong', () => {
    expect(model().icon).toBe('idle');
    expect(model({ inFlight: [request()] }).icon).toBe('busy');
    expect(model({ status: failed, inFlight: [request()] }).icon).toBe('degraded');
    expect(model({ status: failed, waiting: [wait] }).icon).toBe('needs-you');
  });

  test('the line says what is wrong', () => {
    const line = (change: Partial<RouterStatus>) => model({ status: status(change) }).tooltip;
    const retrying = server('b', { state: 'retrying' });
    expect(line({ servers: failed.servers })).toBe('Woollama - Degraded: server git is down');
    expect(line({ servers: [...failed.servers, retrying] })).toContain('2 servers are down');
    expect(line({ servers: [server('a', { state: 'disabled' })] })).toBe('Woollama - Running');
    const error = { severity: 'error', file: 'mcp.json', message: 'x' } as const;
    expect(line({ issues: [error] })).toContain('Degraded: error in mcp.json');
    const broken = { ...error, file: '/home/me/state.db' };
    expect(line({ issues: [broken] })).toContain('Degraded: error in state.db');
    expect(line({ issues: [error, broken] })).toContain('2 errors in its files');
    expect(line({ issues: [{ ...error, severity: 'warning' }] })).toBe('Woollama - Running');
  });
});

test('a server shows its state, its reason, and no restart while it is switched off', () => {
  const servers = [
    server('a', { state: 'failed', reason: 'no such file' }),
    server('b', { state: 'disabled' }),
  ];
  const menu = below(model({ status: status({ servers }) }).items, 'Servers');
  expect(labels(menu)).toEqual(['a - failed', 'b - disabled']);
  expect(labels(below(menu, 'a'))).toEqual(['failed: no such file', 'Restart']);
  expect(labels(below(menu, 'b'))).toEqual(['disabled']);
});

test('nothing to show is said, and too much leads to the window', () => {
  const none = model({ status: status({ recipes: [], servers: [] }) }).items;
  expect(labels(below(none, 'Recipes'))).toEqual(['None']);
  expect(labels(below(none, 'In flight'))).toEqual(['None']);
  const recipes = Array.from({ length: 40 }, (_, at) => `r${at}`);
  const many = below(model({ status: status({ recipes }) }).items, 'Recipes');
  expect(many).toHaveLength(26);
  expect(many.at(-1)).toMatchObject({
    label: '15 more…',
    action: { kind: 'open-page', page: 'recipes' },
  });
});

test('names of elsewhere stay one short line', () => {
  const client = `evil\n\u202eclient ${'x'.repeat(200)}`;
  const [item] = below(model({ inFlight: [request({ client })] }).items, 'In flight');
  const label = item?.kind === 'submenu' ? item.label : '';
  expect(label.length).toBeLessThanOrEqual(60);
  expect(label).not.toMatch(/[\n\u202e]/);
});
