import { describe, expect, test } from 'vitest';

import { METHODS, type Method, type Params } from '#contract/api.ts';
import type { RouterStatus, ServerStatus } from '#contract/status.ts';
import { createControlApp } from '../../testing/control-app.ts';
import { STATUS } from '../../testing/fake-control-parts.ts';
import { text, toolEntry } from '../../testing/fake-tool-servers.ts';

const server = (state: ServerStatus['state']): ServerStatus => ({
  name: state,
  transport: 'stdio',
  state,
  tools: 0,
  attempts: 0,
});

const issue = (severity: 'error' | 'warning') => ({ severity, file: 'mcp.json', message: 'x' });

const HEALTHY: Partial<RouterStatus> = {
  servers: [server('connected'), server('disabled'), server('starting')],
  issues: [issue('warning')],
};

test.each<[string, Partial<RouterStatus>, string]>([
  ['all is well', {}, 'ok'],
  ['a server failed', { servers: [server('connected'), server('failed')] }, 'degraded'],
  ['a server is away', { servers: [server('retrying')] }, 'degraded'],
  ['a file has errors', { issues: [issue('error')] }, 'degraded'],
])('/healthz when %s', async (_name, changes, expected) => {
  const status = () => ({ ...STATUS, ...HEALTHY, ...changes });
  await using router = await createControlApp({ status }, 'client');
  const reply = await router.get('/healthz');
  expect(reply.status).toBe(200);
  // Anybody may ask, so it tells no more than this.
  expect(reply.json()).toEqual({ status: expected, version: '9.9.9' });
});

const change = { kind: 'text', text: '{}' } as const;

/** One good call of each method; a method without one does not compile. */
const GOOD: { readonly [M in Method]: Params<M> } = {
  'status.get': {},
  'activity.list': {},
  'requests.cancel': { id: 'req_1' },
  'tools.list': {},
  'tools.call': { name: 'hello.greet', arguments: {} },
  'servers.features': { name: 'hello' },
  'servers.restart': { name: 'hello' },
  'servers.memory': {},
  'questions.list': {},
  'questions.answer': { id: 'question_1', answer: { action: 'decline' } },
  'conversations.list': { limit: 10 },
  'conversations.get': { id: 'conv_1' },
  'conversations.pending': { id: 'conv_1' },
  'conversations.items': { id: 'conv_1' },
  'conversations.delete': { id: 'conv_1' },
  'conversations.update': { id: 'conv_1', title: 'Second' },
  'inferencers.test': { name: 'local' },
  'config.read': { file: 'mcp.json' },
  'config.preview': { file: 'mcp.json', expected: 'h1', change },
  'config.write': { file: 'mcp.json', expected: 'h1', change },
  'config.undo': { file: 'mcp.json', expected: 'h1' },
  'secrets.list': {},
  'secrets.set': { name: 'KEY', value: 'v' },
  'secrets.remove': { name: 'KEY' },
  'imports.scan': {},
  'imports.review': { text: '{}' },
  'imports.apply': {
    source: { kind: 'text', text: '{}' },
    accepted: [{ name: 'git', as: 'git' }],
  },
  'logs.list': { limit: 10 },
  'links.create': {},
  'access.token': {},
  'access.create-token': {},
  'router.restart': {},
};

/** Params that the schema must refuse, and the field it must name. */
const BAD: { readonly [M in Method]?: readonly [object, string] } = {
  'requests.cancel': [{}, 'id'],
  'tools.call': [{ name: 'a.b', arguments: {}, requestId: 'mine' }, 'requestId'],
  'servers.restart': [{ name: '' }, 'name'],
  'inferencers.test': [{ name: 7 }, 'name'],
  'config.read': [{ file: '/etc/passwd' }, 'file'],
  'config.preview': [{ file: 'mcp.json', expected: 1, change }, 'expected'],
  'config.write': [{ file: 'mcp.json', expected: null }, 'change'],
  'secrets.set': [{ name: '1-KEY', value: 'v' }, 'name'],
  'secrets.remove': [{}, 'name'],
  'imports.review': [{ text: 1 }, 'text'],
  'imports.apply': [{ source: { kind: 'text', text: '' }, accepted: [] }, 'accepted'],
  'logs.list': [{ limit: 0 }, 'limit'],
};

describe.each(METHODS)('%s', (method) => {
  test('answers the owner as the contract says, and nothing stores it', async () => {
    await using router = await createControlApp();
    router.parts.tools.add(toolEntry('hello.greet'), () => text('hi'));
    // The client checks the result against the contract.
    expect(await router.client.call(method, GOOD[method])).toBeDefined();
    const reply = await router.post(`/control/${method}`, GOOD[method]);
    expect(reply.headers['cache-control']).toBe('no-store');
  });

  test('is for nobody else', async () => {
    await using router = await createControlApp({}, 'client');
    const reply = await router.post(`/control/${method}`, GOOD[method]);
    expect(reply.verdict).toBe('403 owner_only');
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(router.parts.restarts()).toBe(0);
  });

  const [params, field] = BAD[method] ?? [[], 'the body'];
  test('says what is wrong with its params', async () => {
    await using router = await createControlApp();
    const reply = await router.post(`/control/${method}`, params);
    expect(reply.verdict).toBe('400 invalid_request');
    expect(reply.text).toContain(field);
  });
});

test('an unknown method is a 404 for the owner, and no news for others', async () => {
  await using owner = await createControlApp();
  expect((await owner.post('/control/status.set', {})).verdict).toBe('404 not_found');
  expect((await owner.post('/control/toString', {})).verdict).toBe('404 not_found');
  await using client = await createControlApp({}, 'client');
  expect((await client.post('/control/status.set', {})).verdict).toBe('403 owner_only');
});

test('a method without params may be asked without a body', async () => {
  await using router = await createControlApp();
  const reply = await router.app.inject({ method: 'POST', url: '/control/status.get' });
  expect(reply.json()).toEqual(STATUS);
});

test('a body that is no JSON is told as such', async () => {
  await using router = await createControlApp();
  expect((await router.post('/control/status.get', '{')).verdict).toBe('400 invalid_json');
});

test('methods are asked by POST', async () => {
  await using router = await createControlApp();
  expect((await router.get('/control/status.get')).verdict).toBe('405 method_not_allowed');
});
