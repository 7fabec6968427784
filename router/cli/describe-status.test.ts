import { expect, test } from 'vitest';

import type { McpClient } from '#contract/status.ts';
import { STATUS } from '../testing/fake-control-parts.ts';
import { describeStatus } from './describe-status.ts';

const client: McpClient = {
  id: 'c1',
  name: 'Cursor\u001b[31m',
  version: '1.2',
  transport: 'http',
  protocol: '2025-11-25',
  connectedAt: 1,
  lastAt: 2,
};

test('clients and questions are told where there are any', () => {
  expect(describeStatus(STATUS, 0)).not.toMatch(/MCP clients|question/);
  const text = describeStatus({ ...STATUS, clients: [client] }, 1);
  expect(text).toContain('MCP clients\n  Cursor 1.2, http, 2025-11-25\n');
  expect(text).toContain('1 question of a server waits for you: woollama ui\n');
  expect(describeStatus(STATUS, 3)).toContain('3 questions of servers wait for you');
});
