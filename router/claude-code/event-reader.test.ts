import { expect, test } from 'vitest';

import { EventReader } from './event-reader.ts';

function line(delta: object, parent: string | null = null): string {
  const event = { type: 'content_block_delta', index: 0, delta };
  return JSON.stringify({ type: 'stream_event', event, parent_tool_use_id: parent });
}

test('thoughts are told apart from the answer', () => {
  const reader = new EventReader({});
  const lines = [
    line({ type: 'thinking_delta', thinking: 'hm' }),
    line({ type: 'thinking_delta', thinking: '' }),
    line({ type: 'thinking_delta', thinking: 'of a helper' }, 'toolu_1'),
    line({ type: 'signature_delta', signature: 'abc' }),
    line({ type: 'text_delta', text: 'yes' }),
  ];
  expect(lines.flatMap((each) => reader.read(each))).toEqual([
    { kind: 'reasoning', delta: 'hm' },
    { kind: 'text', delta: 'yes' },
  ]);
});
