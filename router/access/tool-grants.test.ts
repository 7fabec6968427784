import { expect, test } from 'vitest';

import { toolEntry } from '../testing/fake-tool-servers.ts';
import { createToolGrants } from './tool-grants.ts';

const holder = { requestId: 'req_1', turn: () => 2 };
const entries = [toolEntry('hello.count_to')];

test('a token opens its tools until it is closed', () => {
  const grants = createToolGrants({ origin: () => 'http://127.0.0.1:4711' });
  const grant = grants.open(entries, holder);
  expect(grant).toMatchObject({ url: 'http://127.0.0.1:4711/mcp', names: ['hello__count_to'] });
  expect(grant.token).toMatch(/^wol_run_[0-9a-f]{32}$/);
  const found = grants.find(grant.token);
  expect([...(found?.entries ?? [])]).toEqual([['hello__count_to', entries[0]]]);
  expect([found?.requestId, found?.turn()]).toEqual(['req_1', 2]);
  expect(grants.find(`${grant.token}0`)).toBeUndefined();
  grant.close();
  grant.close();
  expect(grants.find(grant.token)).toBeUndefined();
  expect(found?.signal.aborted).toBe(true);
});

test('no two tools meet under one name', () => {
  const grants = createToolGrants({ origin: () => 'http://h' });
  const hash = '0123456789abcdef';
  // A plain name, one of its hash only, and those that would equal them without their beginnings.
  const names = ['mcp__a__b', `mcp__${hash}`, `mcp_${hash}`, 'mcp_a__b', `mcp__mcp__${hash}`];
  const tools = names.map((modelName) => ({ ...toolEntry(modelName), modelName }));
  const grant = grants.open(tools, holder);
  expect(grant.names).toEqual(['a__b', hash, `mcp_${hash}`, 'mcp_a__b', `mcp__mcp__${hash}`]);
  const found = grants.find(grant.token)?.entries;
  expect(grant.names.map((name) => found?.get(name))).toEqual(tools);
});

test('every run has a token of its own', () => {
  const grants = createToolGrants({ origin: () => 'http://127.0.0.1:4711' });
  const [one, two] = [grants.open(entries, holder), grants.open([], holder)];
  expect(one.token).not.toBe(two.token);
  one.close();
  expect(grants.find(two.token)?.entries.size).toBe(0);
});

test('a forgotten one ends by itself', () => {
  let hours = 0;
  const grants = createToolGrants({ origin: () => 'http://h', now: () => hours * 3_600_000 });
  const { token } = grants.open(entries, holder);
  hours = 11;
  expect(grants.find(token)).toBeDefined();
  hours = 13;
  expect(grants.find(token)).toBeUndefined();
});

test('it knows whether a call is in flight', () => {
  const grants = createToolGrants({ origin: () => 'http://h' });
  const grant = grants.open(entries, holder);
  const ended = grants.find(grant.token)?.began();
  expect(grant.busy()).toBe(true);
  ended?.();
  ended?.();
  expect(grant.busy()).toBe(false);
});

test('without a door on this machine there is none', () => {
  const grants = createToolGrants({ origin: () => '' });
  expect(() => grants.open(entries, holder)).toThrow(/needs the router to listen/);
});
