import { expect, test } from 'vitest';

import { RouterError } from '#core/router-error.ts';
import { createRunGate } from './run-gate.ts';

const forever = new AbortController().signal;

test('those who wait go in one after the other', async () => {
  const gate = createRunGate(1);
  const order: string[] = [];
  const leave = await gate.enter(forever);
  const second = gate.enter(forever).then((go) => (order.push('second'), go));
  const third = gate.enter(forever).then((go) => (order.push('third'), go));
  expect(order).toEqual([]);
  leave();
  leave();
  (await second)();
  await third;
  expect(order).toEqual(['second', 'third']);
});

test('who gives up takes no place', async () => {
  const gate = createRunGate(1);
  const leave = await gate.enter(forever);
  const giving = new AbortController();
  const waiting = gate.enter(giving.signal);
  giving.abort(new RouterError('CANCELLED'));
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  leave();
  await gate.enter(forever);
});

test('a place that comes while its taker gives up is not lost', async () => {
  const gate = createRunGate(1);
  const leave = await gate.enter(forever);
  const giving = new AbortController();
  const waiting = gate.enter(giving.signal);
  giving.abort(new RouterError('CANCELLED'));
  leave();
  await waiting.then((go) => go()).catch(() => undefined);
  await gate.enter(forever);
});
