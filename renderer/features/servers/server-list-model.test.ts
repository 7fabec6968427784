import { describe, expect, test } from 'vitest';

import type { ConfigDocument } from '#contract/config-editing.ts';
import type { RouterStatus, ServerStatus } from '#contract/status.ts';
import {
  countRows,
  describeCountdown,
  describeMemory,
  describeUptime,
  filterRows,
  issuesOf,
  serverRows,
  shortenTarget,
  transportOf,
} from './server-list-model.ts';

function server(name: string, state: ServerStatus['state'], reason?: string): ServerStatus {
  return { name, transport: 'stdio', state, tools: 1, attempts: 0, ...(reason && { reason }) };
}

function issue(key: string, severity: 'error' | 'warning' = 'error') {
  return { severity, file: '/x/mcp.json', key, message: `fault in ${key}` };
}

const STATUS = {
  servers: [
    server('run', 'connected'),
    server('gone', 'failed', 'not found'),
    server('o', 'disabled'),
  ],
  issues: [issue('mcpServers.unset.env.KEY'), issue('mcpServers.run', 'warning')],
} as unknown as RouterStatus;

const DOCUMENT = {
  value: {
    mcpServers: {
      unset: { command: 'npx', args: ['-y', 'thing'] },
      run: { url: 'https://x/mcp' },
      o: { command: 'cat', disabled: true },
    },
  },
} as unknown as ConfigDocument;

const rows = serverRows({ status: STATUS, document: DOCUMENT });

describe('serverRows', () => {
  test('in the order of the file, then what only the router knows', () => {
    expect(rows.map(({ name, state }) => [name, state])).toEqual([
      ['unset', 'unusable'],
      ['run', 'connected'],
      ['o', 'disabled'],
      ['gone', 'failed'],
    ]);
  });

  test('an entry that cannot be used says why', () => {
    expect(rows[0]).toMatchObject({
      reason: 'fault in mcpServers.unset.env.KEY',
      target: 'npx -y thing',
      status: undefined,
    });
  });

  test('a new entry that the router does not know yet is starting', () => {
    const [row] = serverRows({
      status: { ...STATUS, servers: [], issues: [] },
      document: DOCUMENT,
    });
    expect(row).toMatchObject({ state: 'starting', reason: undefined });
  });

  test('nothing read is no rows', () => {
    expect(serverRows({ status: undefined, document: undefined })).toEqual([]);
  });
});

test('issues of one entry, and not of one with a longer name', () => {
  const all = [issue('mcpServers.a'), issue('mcpServers.a.env.X'), issue('mcpServers.ab')];
  expect(issuesOf(all, 'a')).toHaveLength(2);
});

describe('filterRows', () => {
  const names = (query: string, filter: 'all' | 'connected' | 'trouble' | 'off' = 'all') =>
    filterRows(rows, { query, filter }).map(({ name }) => name);

  test('by state', () => {
    expect(names('', 'trouble')).toEqual(['unset', 'gone']);
    expect(names('', 'off')).toEqual(['o']);
    expect(countRows(rows)).toEqual({ all: 4, connected: 1, trouble: 2, off: 1 });
  });

  test('by words in name, command and reason', () => {
    expect(names('THING npx')).toEqual(['unset']);
    expect(names('not found')).toEqual(['gone']);
    expect(names('thing', 'off')).toEqual([]);
  });
});

test('the transport comes from the router, else from the entry', () => {
  expect(rows.map(transportOf)).toEqual(['stdio', 'stdio', 'stdio', 'stdio']);
  const [, web] = serverRows({ status: undefined, document: DOCUMENT });
  expect(web && transportOf(web)).toBe('http');
});

test.each([
  ['${WOOLLAMA_NODE:-node} ${WOOLLAMA_EXAMPLES_DIR}/hello.js', 'node …/hello.js'],
  ['/usr/lib/node /srv/tools/index.js --port 80', '…/node …/index.js --port 80'],
  ['C:\\Tools\\run.exe ~/notes/all', '…/run.exe …/all'],
  ['npx -y @scope/server-files /papers', 'npx -y @scope/server-files /papers'],
  ['docker run --mount=/a/b ${IMAGE}', 'docker run --mount=/a/b ${IMAGE}'],
  ['https://host/a/b', 'https://host/a/b'],
])('%s is short in the list', (target, short) => {
  expect(shortenTarget(target)).toBe(short);
});

test('numbers for people', () => {
  expect([900, 12_400, 240_000].map((ms) => describeCountdown(ms, 0))).toEqual([
    'in 1 s',
    'in 13 s',
    'in 4 min',
  ]);
  expect(describeCountdown(5, 10)).toBe('now');
  expect([400_000, 42_000_000, 1_300_000_000].map(describeMemory)).toEqual([
    '1 MB',
    '42 MB',
    '1.3 GB',
  ]);
  expect([-5, 59_000, 61_000, 7_200_000, 200_000_000].map(describeUptime)).toEqual([
    '0 s',
    '59 s',
    '1 min',
    '2 h',
    '2 d',
  ]);
});
