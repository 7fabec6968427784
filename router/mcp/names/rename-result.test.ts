import { expect, test } from 'vitest';

import {
  renamePromptResult,
  renameReadResult,
  renameTaskMeta,
  renameToolResult,
  RELATED_TASK,
} from './rename-result.ts';

const renamer = { uri: (uri: string) => `s+${uri}`, task: (id: string) => `s:${id}` };

test('a result without resources stays the very same object', () => {
  const result = {
    content: [{ type: 'text', text: 'a://b' }],
    structuredContent: { uri: 'a://b' },
  };
  expect(renameToolResult(result, renamer)).toBe(result);
  expect(renamePromptResult(result, renamer)).toBe(result);
  expect(renameReadResult(result, renamer)).toBe(result);
  const odd = { content: [null, 'x', { type: 'resource' }, { type: 'resource_link', uri: 7 }] };
  expect(renameToolResult(odd, renamer)).toBe(odd);
});

test('what is not renamed is the same object still, and nothing is changed in place', () => {
  const text = { type: 'text', text: 'x' };
  const link = Object.freeze({ type: 'resource_link', uri: 'a://b' });
  const renamed = renameToolResult({ content: [text, link] }, renamer);
  expect(renamed).toEqual({ content: [text, { type: 'resource_link', uri: 's+a://b' }] });
  expect((renamed['content'] as unknown[])[0]).toBe(text);
});

test('prompts may have one block or many, and results of tools in them', () => {
  const resource = { type: 'resource', resource: { uri: 'a://b', text: '' } };
  const named = { type: 'resource', resource: { uri: 's+a://b', text: '' } };
  const nested = (block: object) => ({ type: 'tool_result', content: [block] });
  expect(
    renamePromptResult(
      { messages: [{ content: resource }, { content: [nested(resource)] }, 'odd'] },
      renamer,
    ),
  ).toEqual({ messages: [{ content: named }, { content: [nested(named)] }, 'odd'] });
});

test('a related task has our name', () => {
  const message = { _meta: { kept: 1, [RELATED_TASK]: { taskId: 't', more: 2 } } };
  expect(renameTaskMeta(message, renamer)).toEqual({
    _meta: { kept: 1, [RELATED_TASK]: { taskId: 's:t', more: 2 } },
  });
});
