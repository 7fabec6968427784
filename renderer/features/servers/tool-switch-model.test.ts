import { describe, expect, test } from 'vitest';

import { blockingPattern, toolListsOf, toolSwitchEdits } from './tool-switch-model.ts';

const ALLOW = ['mcpServers', 'git', 'tools', 'allow'];
const DENY = ['mcpServers', 'git', 'tools', 'deny'];

function edits(tools: object | undefined, tool: string, on: boolean) {
  return toolSwitchEdits(toolListsOf({ tools }), { server: 'git', tool, on });
}

describe('without a list of allowed tools', () => {
  test('off adds to deny, on takes it out again', () => {
    expect(edits(undefined, 'push', false)).toEqual([{ kind: 'set', path: DENY, value: ['push'] }]);
    expect(edits({ deny: ['push'] }, 'push', true)).toEqual([{ kind: 'remove', path: DENY }]);
    expect(edits({ deny: ['push', 'x'] }, 'push', true)).toEqual([
      { kind: 'set', path: DENY, value: ['x'] },
    ]);
  });

  test('what is so already changes nothing', () => {
    expect(edits({ deny: ['pu*'] }, 'push', false)).toEqual([]);
    expect(edits(undefined, 'push', true)).toEqual([]);
  });
});

describe('with a list of allowed tools', () => {
  test('that list is changed', () => {
    expect(edits({ allow: ['pull', 'push'] }, 'push', false)).toEqual([
      { kind: 'set', path: ALLOW, value: ['pull'] },
    ]);
    expect(edits({ allow: ['pull'] }, 'push', true)).toEqual([
      { kind: 'set', path: ALLOW, value: ['pull', 'push'] },
    ]);
  });

  test('a pattern stays for the others, so one tool goes to deny', () => {
    expect(edits({ allow: ['pu*'] }, 'push', false)).toEqual([
      { kind: 'set', path: DENY, value: ['push'] },
    ]);
    expect(edits({ allow: ['pu*'], deny: ['push'] }, 'push', true)).toEqual([
      { kind: 'remove', path: DENY },
    ]);
  });

  test('switching off the last one leaves an empty list, which allows none', () => {
    expect(edits({ allow: ['push'] }, 'push', false)).toEqual([
      { kind: 'set', path: ALLOW, value: [] },
    ]);
  });
});

test('a pattern in deny is stronger than the switch', () => {
  const lists = toolListsOf({ tools: { deny: ['pu*', 'rm'] } });
  expect(blockingPattern(lists, 'push')).toBe('pu*');
  expect(blockingPattern(lists, 'rm')).toBeUndefined();
});

test('a tool whose name is a pattern switches itself only', () => {
  expect(edits(undefined, 'a*', false)).toEqual([{ kind: 'set', path: DENY, value: ['a[*]'] }]);
  expect(edits({ deny: ['a[*]'] }, 'a*', true)).toEqual([{ kind: 'remove', path: DENY }]);
});
