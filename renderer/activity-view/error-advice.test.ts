import { describe, expect, test } from 'vitest';

import { describeError, ERROR_CODES } from '#contract/errors.ts';
import { adviseOn, serverOf } from './error-advice.ts';

describe('adviseOn', () => {
  test('every code of the catalogue has its title', () => {
    for (const code of ERROR_CODES) {
      expect(adviseOn(code, {}).title).toBe(describeError(code).title);
    }
  });

  test.each([
    ['missing_key', { model: 'openai/gpt-5' }, '/inferencers', { edit: 'openai' }],
    ['MISSING_KEY', { model: 'openai/gpt-5' }, '/inferencers', { edit: 'openai' }],
    ['upstream_unreachable', { model: 'auto/default' }, '/inferencers', {}],
    ['tools_unavailable', { tool: 'git.log' }, '/servers', { open: 'git' }],
    ['unknown_tool', { tool: 'bare' }, '/servers', {}],
    ['max_turns', { recipe: 'streamer' }, '/recipes', { edit: 'streamer' }],
    ['internal', {}, '/logs', {}],
  ])('%s of %j leads on', (code, asked, ...[to, search]) => {
    expect(adviseOn(code, asked).next).toMatchObject({ to, search });
  });

  test('what nobody can put right leads nowhere', () => {
    expect(adviseOn('cancelled', {}).next).toBeUndefined();
  });

  test('a code of somebody else is told as a failure', () => {
    expect(adviseOn('insufficient_quota', {})).toEqual({
      title: 'It failed',
      retryable: false,
      next: undefined,
    });
  });

  test.each([
    [401, 'It refused the key (401).', false],
    [429, 'It got too many requests, or what was paid for is used up (429).', true],
    [400, 'It refused the request (400).', false],
    [502, undefined, true],
    [undefined, undefined, true],
  ])('the status %s of an inferencer is explained', (status, detail, retryable) => {
    const advice = adviseOn('upstream_status', { model: 'openai/gpt-5', status });
    expect(advice).toMatchObject({ retryable });
    expect(advice.detail).toBe(detail);
  });

  test('says whether trying again makes sense', () => {
    expect(adviseOn('tool_timeout', {}).retryable).toBe(true);
    expect(adviseOn('missing_key', {}).retryable).toBe(false);
  });
});

test.each([
  ['hello.count_to', 'hello'],
  ['a.b.c', 'a'],
  ['bare', undefined],
  ['.odd', undefined],
])('the server of %s is %s', (tool, server) => {
  expect(serverOf(tool)).toBe(server);
});
