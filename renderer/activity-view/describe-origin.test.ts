import { expect, test } from 'vitest';

import type { ActivityRequest } from '#contract/activity.ts';
import { describeOrigin } from './describe-origin.ts';

const CALL: ActivityRequest = {
  id: 'req_1',
  surface: 'mcp',
  operation: 'tools/call files.summarise',
  client: 'Claude Code 2.1.0',
  startedAt: 0,
  state: 'running',
  turns: [],
  calls: [],
};

test('names the server and the call it asked in', () => {
  expect(describeOrigin({ client: 'files' }, CALL)).toBe('for files in files.summarise');
});

test('of another method the operation is told', () => {
  const parent = { ...CALL, operation: 'prompts/get files.review' };
  expect(describeOrigin({ client: 'files' }, parent)).toBe('for files in prompts/get files.review');
});

test('when the call is forgotten, whoever asked is left', () => {
  expect(describeOrigin({ client: 'files' }, undefined)).toBe('for files');
});
