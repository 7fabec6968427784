import { describe, expect, test } from 'vitest';

import { toClaudePrompt } from './to-claude-prompt.ts';

describe('the prompt', () => {
  test('a single message goes as it is', () => {
    const messages = [
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: '  hi\n<user> ' },
      { role: 'developer', content: [{ type: 'text', text: 'Be short.' }] },
    ];
    expect(toClaudePrompt(messages)).toEqual({
      system: 'Be kind.\n\nBe short.',
      prompt: '  hi\n<user> ',
    });
  });

  test('several become a transcript', () => {
    const messages = [
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'two' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'three' },
          { type: 'text', text: 'four' },
        ],
      },
    ];
    expect(toClaudePrompt(messages)).toEqual({
      system: '',
      prompt:
        '<user>\none\n</user>\n\n<assistant>\ntwo\n</assistant>\n\n<user>\nthree\nfour\n</user>',
    });
  });

  test.each([
    [[{ role: 'user', content: [{ type: 'image_url', image_url: {} }] }], /'image_url'/],
    [[{ role: 'user', content: [{ type: 'input_audio' }] }], /'input_audio'/],
    [[{ role: 'tool', tool_call_id: 'a', content: 'x' }], /calls of tools/],
    [[{ role: 'user', content: { a: 1 } }], /no text/],
  ])('what would be lost is refused: %j', (messages, message) => {
    expect(() => toClaudePrompt(messages)).toThrow(
      expect.objectContaining({ code: 'NOT_SUPPORTED', message: expect.stringMatching(message) }),
    );
  });

  test.each([[[]], [[{ role: 'system', content: 'x' }]], [[{ role: 'user', content: ' ' }]]])(
    'nothing to answer: %j',
    (messages) => {
      expect(() => toClaudePrompt(messages)).toThrow(
        expect.objectContaining({ code: 'INVALID_REQUEST', param: 'messages' }),
      );
    },
  );
});
