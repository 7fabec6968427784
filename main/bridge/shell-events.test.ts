import { expect, test } from 'vitest';

import { createShellEvents } from './shell-events.ts';

function setUp() {
  const delivered: unknown[] = [];
  const events = createShellEvents((event, data) => delivered.push([event, data]));
  return { delivered, events };
}

const notice = (message: string) => ['notice', { message }] as const;

test('what comes before the page listens waits for it, in order', () => {
  const { delivered, events } = setUp();
  events.send(...notice('one'));
  events.send('navigate', { page: 'home' });
  events.send(...notice('two'));
  events.subscribed('notice');
  expect(delivered).toEqual([notice('one'), notice('two')]);
  events.subscribed('notice');
  expect(delivered).toHaveLength(2);
  events.subscribed('navigate');
  expect(delivered.at(-1)).toEqual(['navigate', { page: 'home' }]);
});

test('a new page begins to wait again', () => {
  const { delivered, events } = setUp();
  events.subscribed('notice');
  events.send(...notice('one'));
  events.reset();
  events.send(...notice('two'));
  expect(delivered).toHaveLength(1);
  events.subscribed('notice');
  expect(delivered).toHaveLength(2);
});

test('old states are not kept, because the page asks for the state when it loads', () => {
  const { delivered, events } = setUp();
  events.send('router-state-changed', { kind: 'starting' });
  events.subscribed('router-state-changed');
  expect(delivered).toEqual([]);
  events.send('router-state-changed', { kind: 'starting' });
  expect(delivered).toHaveLength(1);
});

test('nobody listens for weeks: only the newest are kept', () => {
  const { delivered, events } = setUp();
  for (let at = 0; at < 50; at += 1) events.send(...notice(String(at)));
  events.subscribed('notice');
  expect(delivered).toHaveLength(20);
  expect(delivered[0]).toEqual(notice('30'));
});
