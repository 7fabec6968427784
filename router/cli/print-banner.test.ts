import { afterEach, expect, test, vi } from 'vitest';

import type { Router } from '../app.ts';
import { printBanner } from './print-banner.ts';

const { isTTY } = process.stdout;
afterEach(() => {
  vi.restoreAllMocks();
  process.stdout.isTTY = isTTY;
});

interface Facts {
  readonly tokenRequired?: boolean;
  readonly socket?: string | null;
}

/** What is printed of a router with these facts, to a terminal or into a file. */
function banner(terminal: boolean, { tokenRequired = false, socket = '/s' }: Facts = {}) {
  const origin = 'http://127.0.0.1:4711';
  const status = { baseUrl: `${origin}/v1`, mcpUrl: `${origin}/mcp`, socket, tokenRequired };
  const parts = {
    status: () => ({ ...status, configDir: '/c' }),
    origin,
    createLink: () => `${origin}/ui/#link=secret`,
    logPath: '/l',
  };
  const printed: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  process.stdout.isTTY = terminal;
  printBanner(parts as unknown as Router);
  return printed.join('');
}

test('a terminal gets the link', () => {
  expect(banner(true)).toContain('\nOpen:            http://127.0.0.1:4711/ui/#link=secret\n');
});

test('anything else may be a log, and gets the address of the window only', () => {
  const text = banner(false);
  expect(text).toContain('\nWindow:          http://127.0.0.1:4711/ui/\n');
  expect(text).not.toContain('secret');
  expect(text).not.toContain('Open:');
});

test('who may call, and what is missing, is said', () => {
  expect(banner(false)).toContain('this machine only, no token');
  const text = banner(false, { tokenRequired: true, socket: null });
  expect(text).toContain('clients on TCP must send the token');
  expect(text).toContain('Socket:          none (see the log)');
});
