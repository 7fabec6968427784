import { describe, expect, test } from 'vitest';

import type { ActivityRequest } from '#contract/activity.ts';
import type { ConfigDocument } from '#contract/config-editing.ts';
import type { RouterStatus, ServerStatus } from '#contract/status.ts';
import type { ToolInfo } from '#contract/tools.ts';
import { filterRows, recipeRows, type RecipeSources } from './recipe-list-model.ts';

function server(name: string, state: ServerStatus['state'], reason?: string): ServerStatus {
  const base = { name, transport: 'stdio', state, tools: 1, attempts: 0 } as const;
  return reason === undefined ? base : { ...base, reason };
}

const STATUS: RouterStatus = {
  version: '0',
  pid: 1,
  startedAt: 0,
  baseUrl: '',
  mcpUrl: '',
  socket: null,
  configDir: '',
  stateDir: '',
  logPath: null,
  tokenRequired: false,
  auto: { model: 'demo/echo', reason: '' },
  inferencers: [
    { name: 'demo', baseUrl: '', key: 'none-needed', models: 2 },
    { name: 'openai', baseUrl: '', key: 'missing', keyName: 'OPENAI_API_KEY', models: 0 },
    { name: 'ollama', baseUrl: '', key: 'none-needed', models: 0, problem: 'connection refused' },
    {
      name: 'claude-code',
      baseUrl: '',
      key: 'none-needed',
      models: 0,
      problem: 'Claude Code was not found',
    },
  ],
  servers: [
    server('git', 'connected'),
    server('web', 'failed', 'no such program'),
    server('s', 'starting'),
  ],
  recipes: ['r', 'pattern'],
  issues: [],
  requestsInFlight: 0,
};
const TOOLS: readonly ToolInfo[] = ['read', 'off'].map((tool) => ({
  server: 'git',
  tool,
  name: `git.${tool}`,
  description: '',
  inputSchema: {},
  permitted: tool !== 'off',
}));

function rowsOf(entry: object, sources: Partial<RecipeSources> = {}) {
  const value = { recipes: { r: { inferencer: 'demo/echo', tools: [], system: '', ...entry } } };
  const document: ConfigDocument = {
    file: 'recipes.toml',
    path: '/c/recipes.toml',
    text: '',
    hash: 'h',
    bundled: false,
    value,
    issues: [],
  };
  return recipeRows({ document, status: STATUS, tools: TOOLS, activity: new Map(), ...sources });
}

const stateOf = (entry: object, sources: Partial<RecipeSources> = {}) =>
  rowsOf(entry, sources)[0]?.state;

test('what the file names, then what is made from a folder of patterns', () => {
  const rows = rowsOf({ tools: ['git.*'], description: 'Reads' });
  expect(rows).toMatchObject([
    { name: 'r', model: 'woollama/r', inferencer: 'demo/echo', tools: 1, description: 'Reads' },
    { name: 'pattern', entry: undefined, isOffered: true, state: { word: 'Ready' } },
  ]);
  expect(filterRows(rows, 'READS demo')).toHaveLength(1);
  expect(filterRows(rows, 'ready')).toHaveLength(2);
  expect(filterRows(rows, 'nobody')).toEqual([]);
});

describe('whether it can run', () => {
  test('the inferencer', () => {
    expect(stateOf({})).toEqual({ tone: 'ok', word: 'Ready' });
    expect(stateOf({ inferencer: 'auto/default' })).toMatchObject({ word: 'Ready' });
    expect(stateOf({ inferencer: 'mars/rover' })).toEqual({
      tone: 'bad',
      word: 'No inferencer',
      reason: "There is no inferencer 'mars'.",
    });
    expect(stateOf({ inferencer: 'openai/gpt' })?.reason).toMatch(/OPENAI_API_KEY/);
    expect(stateOf({ inferencer: 'ollama/x' })?.reason).toBe('connection refused');
    expect(stateOf({ inferencer: 'claude-agent/haiku' })).toMatchObject({
      word: 'Cannot run',
      reason: 'This version cannot ask claude-agent.',
    });
    expect(stateOf({ inferencer: 'claude-code/haiku' })).toMatchObject({
      word: 'Cannot run',
      reason: 'Claude Code was not found.',
    });
    // A recipe cannot run on another one.
    expect(stateOf({ inferencer: 'woollama/r' })?.tone).toBe('bad');
  });

  test('the tools', () => {
    expect(stateOf({ tools: ['git.read'] })).toMatchObject({ word: 'Ready' });
    expect(stateOf({ tools: ['git.read', 'web.get', 'x.y'] })).toEqual({
      tone: 'warn',
      word: 'Tool missing',
      reason: 'web.get and 1 more: server web is failed (no such program).',
    });
    expect(stateOf({ tools: ['git.off'] })).toMatchObject({ tone: 'bad', word: 'No tools' });
    expect(stateOf({ tools: ['nowhere.*'] })?.reason).toMatch(/no server of that name/);
    expect(stateOf({ tools: ['mcp__s__x'] })).toEqual({ tone: 'busy', word: 'Tools start' });
    expect(stateOf({ tools: ['x.y'] }, { tools: undefined })).toMatchObject({ word: 'Ready' });
  });

  test('what the checks of the file say', () => {
    const issue = { file: 'recipes.toml', key: 'recipes.r.system', message: 'is missing' };
    const withIssue = (severity: 'error' | 'warning') => ({
      status: { ...STATUS, issues: [{ ...issue, severity, hint: 'Write it.' }] },
    });
    const reason = 'is missing. Write it.';
    expect(stateOf({}, withIssue('error'))).toEqual({ tone: 'bad', word: 'Not used', reason });
    expect(stateOf({}, withIssue('warning'))).toEqual({ tone: 'warn', word: 'Look at it', reason });
  });

  test('nothing is claimed before the router said it', () => {
    expect(stateOf({}, { status: undefined })?.word).toBe('Reading');
    expect(stateOf({}, { status: { ...STATUS, recipes: [] } })?.word).toBe('Reading');
  });
});

test('the last run is the newest request for the model', () => {
  const run = (id: string, model: string): [string, ActivityRequest] => [
    id,
    {
      id,
      surface: 'openai',
      operation: '/v1/chat/completions',
      client: 'x',
      model,
      startedAt: 1,
      state: 'ok',
      turns: [],
      calls: [],
    },
  ];
  const activity = new Map([run('1', 'woollama/r'), run('2', 'woollama/r'), run('3', 'demo/echo')]);
  expect(rowsOf({}, { activity }).map(({ lastRun }) => lastRun?.id)).toEqual(['2', undefined]);
});
