import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

import { OWN_NODE } from '#contract/process.ts';
import type { InferencerStatus } from '#contract/status.ts';
import type { Router } from '../app.ts';
import { describeFindings } from './describe-findings.ts';
import { formatIssue } from './print-issues.ts';
import { findMcpCommand, findProgramPaths, findWindow, withProgramPaths } from './program-paths.ts';

const dir = mkdtempSync(join(tmpdir(), 'wool-'));
afterAll(() => rmSync(dir, { recursive: true }));

const inferencer = (name: string, key: InferencerStatus['key'], keyName?: string) => ({
  name,
  baseUrl: 'http://x',
  key,
  models: 0,
  ...(keyName !== undefined && { keyName }),
});

function routerThatChose(
  model: string,
  {
    claudeBin = 'claude',
    inferencers = [],
  }: Partial<{ claudeBin: string; inferencers: InferencerStatus[] }>,
): Router {
  const parts = {
    chooseAuto: async () => ({ model, reason: 'because' }),
    status: () => ({ inferencers }),
    settings: { claudeBin },
  };
  return parts as unknown as Router;
}

test('what was found is named; keys by their name only', async () => {
  const claude = join(dir, 'claude');
  writeFileSync(claude, '');
  chmodSync(claude, 0o755);
  const inferencers = [
    inferencer('ollama', 'none-needed'),
    inferencer('openai', 'environment', 'OPENAI_API_KEY'),
    inferencer('groq', 'missing', 'GROQ_API_KEY'),
    inferencer('own', 'file'),
  ];
  for (const [claudeBin, PATH] of [['claude', `/nowhere:${dir}`] as const, [claude, ''] as const]) {
    const router = routerThatChose('ollama/qwen3:8b', { claudeBin, inferencers });
    expect(await describeFindings(router, { PATH })).toBe(
      'Found:           Ollama yes, claude yes, keys $OPENAI_API_KEY\n' +
        'auto/default:    ollama/qwen3:8b (because)\n',
    );
  }
});

test('what was not found, too', async () => {
  writeFileSync(join(dir, 'not-a-program'), '');
  chmodSync(join(dir, 'not-a-program'), 0o644);
  const ollama = { ...inferencer('ollama', 'none-needed'), problem: 'connection refused' };
  const setup = { claudeBin: 'not-a-program', inferencers: [ollama] };
  const found = await describeFindings(routerThatChose('auto/default', setup), { PATH: dir });
  expect(found).toContain('Ollama no, claude no, keys none');
  expect(found).toContain('auto/default:    nothing (because)');
});

test.each([
  [{ severity: 'error', file: 'a.json', message: 'm' }, 'error: a.json: m'],
  [
    {
      severity: 'warning',
      file: 'a.json',
      line: 3,
      column: 5,
      key: 'x.y',
      message: 'm',
      hint: 'h',
    },
    'warning: a.json:3:5: x.y: m (h)',
  ],
  [{ severity: 'error', file: 'a.json', line: 3, message: 'm' }, 'error: a.json:3: m'],
] as const)('an issue on one line: %j', (issue, line) => expect(formatIssue(issue)).toBe(line));

test('files that belong to the program lie beside it, built or not', () => {
  const { defaultsDir } = findProgramPaths();
  expect(defaultsDir).toBe(join(import.meta.dirname, '..', '..', 'resources', 'defaults'));
  expect(findProgramPaths(join(dir, 'a', 'b')).defaultsDir).toBe(
    join(dir, 'resources', 'defaults'),
  );
});

test('the window lies beside the program once it is built', () => {
  mkdirSync(join(dir, 'defaults'));
  const { uiDir, ...rest } = findProgramPaths(dir);
  expect(rest).toEqual({
    program: join(dir, 'woollama.js'),
    defaultsDir: join(dir, 'defaults'),
    examplesDir: join(dir, 'servers'),
  });
  expect(findWindow(uiDir)).toBeUndefined();
  mkdirSync(join(dir, 'ui'));
  writeFileSync(join(dir, 'ui', 'index.html'), '');
  expect(findWindow(uiDir)).toBe(join(dir, 'ui'));
});

test('other programs start the command line with our Node, where there is one to start', () => {
  const program = join(dir, 'woollama.js');
  expect(findMcpCommand(program)).toBeUndefined();
  writeFileSync(program, '');
  expect(findMcpCommand(program)).toEqual({ command: process.execPath, args: [program, 'mcp'] });
  mkdirSync(join(dir, 'app.asar'));
  const packed = join(dir, 'app.asar', 'woollama.js');
  writeFileSync(packed, '');
  expect(findMcpCommand(packed)).toBeUndefined();
});

test('the environment of people wins over the program’s', () => {
  const paths = { program: '/p', defaultsDir: '/d', examplesDir: '/e', uiDir: '/u' };
  expect(withProgramPaths({ A: '1' }, paths)).toMatchObject({
    A: '1',
    WOOLLAMA_EXAMPLES_DIR: '/e',
    // Every host starts that one its own way.
    WOOLLAMA_NODE: OWN_NODE,
  });
  expect(withProgramPaths({ WOOLLAMA_EXAMPLES_DIR: '/mine' }, paths)).toMatchObject({
    WOOLLAMA_EXAMPLES_DIR: '/mine',
  });
});
