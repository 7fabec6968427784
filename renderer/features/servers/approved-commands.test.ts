import { expect, test } from 'vitest';

import { isApproved, rememberApproval } from './approved-commands.ts';

function storage(before?: string) {
  let text: string | null = before ?? null;
  return {
    getItem: () => text,
    setItem(_key: string, value: string) {
      text = value;
    },
    text: () => text,
  };
}

const ENTRY = { command: 'npx', args: ['-y', 'a'], env: { KEY: 'hunter2' } };

test('a command counts as approved after a yes, and only that command', () => {
  const kept = storage();
  expect(isApproved(kept, ENTRY)).toBe(false);
  rememberApproval(kept, ENTRY);
  expect(isApproved(kept, { ...ENTRY, timeout: 5 })).toBe(true);
  expect(isApproved(kept, { ...ENTRY, args: ['-y', 'b'] })).toBe(false);
  expect(isApproved(kept, { ...ENTRY, cwd: '/tmp' })).toBe(false);
  expect(isApproved(kept, { ...ENTRY, env: { NODE_OPTIONS: '' } })).toBe(false);
});

test('another value of a variable that changes what runs needs another yes', () => {
  const kept = storage();
  const entry = (value: string) => ({ ...ENTRY, env: { HTTPS_PROXY: value } });
  rememberApproval(kept, entry('http://me:hunter2@proxy:1'));
  expect(isApproved(kept, entry('http://me:hunter2@proxy:1'))).toBe(true);
  expect(isApproved(kept, entry('http://me:hunter2@evil:1'))).toBe(false);
  expect(kept.text()).not.toContain('hunter2');
});

test('values of variables are not kept', () => {
  const kept = storage();
  rememberApproval(kept, ENTRY);
  expect(kept.text()).not.toContain('hunter2');
});

test('an address starts nothing', () => {
  expect(isApproved(storage(), { url: 'https://x/mcp' })).toBe(true);
});

test('broken storage approves nothing, and the list does not grow for ever', () => {
  expect(isApproved(storage('{no json'), ENTRY)).toBe(false);
  expect(isApproved(storage('{"a":1}'), ENTRY)).toBe(false);
  const kept = storage();
  for (let at = 0; at < 400; at++) rememberApproval(kept, { command: `c${at}` });
  expect(isApproved(kept, { command: 'c0' })).toBe(false);
  expect(isApproved(kept, { command: 'c399' })).toBe(true);
});
