import { expect, test } from 'vitest';

import { createWireToolNames } from './wire-tool-names.ts';

test('names that every model takes stay, others are changed and found again', () => {
  const long = `tool.${'x'.repeat(80)}`;
  const names = createWireToolNames(['a.b', 'a_b', 'a/b', long, `${long}y`, 'get-time']);
  expect(['a_b', 'get-time'].map(names.toWire)).toEqual(['a_b', 'get-time']);
  const wires = ['a.b', 'a_b', 'a/b', long, `${long}y`].map(names.toWire);
  expect(new Set(wires).size).toBe(5);
  for (const wire of wires) expect(wire).toMatch(/^[\w-]{1,64}$/u);
  expect(wires.map(names.fromWire)).toEqual(['a.b', 'a_b', 'a/b', long, `${long}y`]);
});

test('a name the model made up stays what it is', () => {
  expect(createWireToolNames([]).fromWire('made_up')).toBe('made_up');
});
