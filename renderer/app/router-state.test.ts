import { expect, test } from 'vitest';

import type { RouterStatus, ServerStatus } from '#contract/status.ts';
import { describeRouterState } from './router-state.ts';

const STATUS: RouterStatus = {
  version: '1',
  pid: 1,
  startedAt: 0,
  baseUrl: 'http://127.0.0.1:1/v1',
  mcpUrl: '',
  socket: null,
  configDir: '',
  stateDir: '',
  logPath: null,
  tokenRequired: false,
  auto: { model: 'demo/tools', reason: '' },
  inferencers: [],
  servers: [],
  clients: [],
  recipes: [],
  issues: [],
  requestsInFlight: 0,
};

const server = (name: string, state: ServerStatus['state'], reason?: string): ServerStatus => ({
  name,
  transport: 'stdio',
  state,
  tools: 0,
  attempts: 0,
  ...(reason !== undefined && { reason }),
});

const INFERENCER = { name: 'office', baseUrl: '', key: 'none-needed', models: 0 } as const;

const open = { kind: 'open' } as const;
const lost = { kind: 'lost', since: 0, reason: '' } as const;

test.each([
  ['all is well', open, STATUS, 'Running', []],
  ['a disabled server is no trouble', open, { servers: [server('a', 'disabled')] }, 'Running', []],
  ['nothing is known yet', open, undefined, 'Starting', []],
  ['a server starts', open, { servers: [server('a', 'starting')] }, 'Starting', ['Starting: a.']],
  [
    'a server failed',
    open,
    { servers: [server('a', 'starting'), server('b', 'failed', 'gone')] },
    'Degraded',
    ['Server b: gone.'],
  ],
  [
    'a file has an error',
    open,
    { issues: [{ severity: 'error', file: '/c/mcp.json', message: 'bad' }] },
    'Degraded',
    ['mcp.json: bad.'],
  ],
  [
    'an inferencer of a recipe is away',
    open,
    { inferencers: [{ ...INFERENCER, recipes: 1, problem: 'connection refused' }] },
    'Degraded',
    ['Inferencer office: connection refused.'],
  ],
  [
    'an inferencer nobody uses is away',
    open,
    { inferencers: [{ ...INFERENCER, recipes: 0, problem: 'connection refused' }] },
    'Running',
    [],
  ],
  [
    'Claude Code is not installed',
    open,
    { inferencers: [{ ...INFERENCER, name: 'claude-code', recipes: 2, problem: 'not found' }] },
    'Running',
    [],
  ],
  [
    'a warning is no trouble',
    open,
    { issues: [{ severity: 'warning', file: '/c/mcp.json', message: 'odd' }] },
    'Running',
    [],
  ],
  // What was known before must not keep the pill green.
  ['the router is away', lost, STATUS, 'Stopped', ['The router does not answer.']],
  ['not signed in', { kind: 'refused' }, STATUS, 'Stopped', ['This window is not signed in.']],
] as const)('%s', (_name, connection, status, word, reasons) => {
  const whole = status === undefined ? undefined : ({ ...STATUS, ...status } as RouterStatus);
  expect(describeRouterState(connection, whole)).toMatchObject({ word, reasons });
});
