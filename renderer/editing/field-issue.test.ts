import { expect, test } from 'vitest';

import type { ConfigIssue } from '#contract/config.ts';
import { fieldIssue } from './field-issue.ts';

const issue = (severity: ConfigIssue['severity'], key: string, message: string): ConfigIssue => ({
  severity,
  file: '/c/recipes.toml',
  key,
  message,
});

function draftWith(refusals: readonly ConfigIssue[], issues: readonly ConfigIssue[]) {
  return { refusals, preview: { before: '', after: '', issues, refusals } };
}

test('the worst of what is said about a key and its parts', () => {
  const warning = issue('warning', 'recipes.r.tools.0', 'no such server');
  const refusal = { ...issue('error', 'recipes.r.tools', 'no list'), hint: 'Write [].' };
  const path = ['recipes', 'r', 'tools'];
  expect(fieldIssue(draftWith([], [warning]), path)).toEqual({
    severity: 'warning',
    text: 'no such server',
  });
  expect(fieldIssue(draftWith([refusal], [warning, refusal]), path)).toEqual({
    severity: 'error',
    text: 'no list. Write [].',
  });
});

test('nothing about other keys, whatever their names begin with', () => {
  const others = [
    issue('error', 'recipes.r.toolset', 'x'),
    issue('error', 'recipes.r2.tools', 'x'),
  ];
  expect(fieldIssue(draftWith(others, others), ['recipes', 'r', 'tools'])).toBeUndefined();
});

test('advice too long for a field is left out, and hidden characters show', () => {
  const long = { ...issue('warning', 'a', 'bad\u202e'), hint: 'x'.repeat(300) };
  expect(fieldIssue(draftWith([], [long]), ['a'])?.text).toBe('bad\\u{202e}');
});
