import { expect, test } from 'vitest';

import type { RouterStatus, ServerStatus } from '#contract/status.ts';
import { createSurfaceApp } from '../../testing/surface-app.ts';
import { controlSurface } from './control-surface.ts';

const server = (state: ServerStatus['state']): ServerStatus => ({
  name: state,
  transport: 'stdio',
  state,
  tools: 0,
  attempts: 0,
});

const issue = (severity: 'error' | 'warning') => ({ severity, file: 'mcp.json', message: 'x' });

const STATUS: RouterStatus = {
  version: '9.9.9',
  pid: 1,
  startedAt: 2,
  baseUrl: 'http://127.0.0.1:1/v1',
  mcpUrl: 'http://127.0.0.1:1/mcp',
  socket: null,
  configDir: '/c',
  stateDir: '/s',
  tokenRequired: false,
  auto: { model: 'demo/x', reason: 'r' },
  inferencers: [],
  servers: [server('connected'), server('disabled'), server('starting')],
  recipes: [],
  issues: [issue('warning')],
  requestsInFlight: 0,
};

const open = (status: Partial<RouterStatus>, principal: 'owner' | 'client' = 'client') =>
  createSurfaceApp(async (app) => {
    await app.register(controlSurface, { status: () => ({ ...STATUS, ...status }) });
  }, principal);

test.each([
  ['all is well', {}, 'ok'],
  ['a server failed', { servers: [server('connected'), server('failed')] }, 'degraded'],
  ['a server is away', { servers: [server('retrying')] }, 'degraded'],
  ['a file has errors', { issues: [issue('error')] }, 'degraded'],
])('/healthz when %s', async (_name, status, expected) => {
  await using router = await open(status);
  const reply = await router.get('/healthz');
  expect(reply.status).toBe(200);
  // Anybody may ask, so it tells no more than this.
  expect(reply.json()).toEqual({ status: expected, version: '9.9.9' });
});

test('the whole status is for the owner', async () => {
  await using router = await open({}, 'owner');
  expect((await router.get('/control/status')).json()).toEqual(STATUS);
});

test('and for nobody else', async () => {
  await using router = await open({});
  const reply = await router.get('/control/status');
  expect(reply.status).toBe(403);
  expect(reply.json()).toMatchObject({ error: { code: 'owner_only', type: 'permission_error' } });
  expect(reply.text).not.toContain('configDir');
});
