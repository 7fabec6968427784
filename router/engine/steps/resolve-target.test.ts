import { expect, it } from 'vitest';

import { createScriptedModel } from '../../testing/fake-scripted-model.ts';
import { resolveTarget } from './resolve-target.ts';

const { inferencers } = createScriptedModel([]);
const fake = inferencers.find('fake');

it('splits at the first slash', () => {
  expect(resolveTarget('fake/org/model:8b', inferencers)).toEqual({
    inferencer: fake,
    model: 'org/model:8b',
  });
});

it.each([
  ['nowhere/m', 'known inferencers: fake'],
  ['', 'known inferencers: fake'],
  ['fake', 'it names no model; write fake/<model>'],
  ['fake/', 'it names no model; write fake/<model>'],
  ['woollama/other', 'a recipe cannot run on another recipe'],
])('refuses %j and says why', (reference, why) => {
  // Even when an inferencer has one of the reserved names.
  const taken = ['fake', 'woollama'];
  const find = (name: string) => (taken.includes(name) ? fake : undefined);
  expect(() => resolveTarget(reference, { ...inferencers, find })).toThrow(
    expect.objectContaining({
      code: 'UNSUPPORTED_INFERENCER',
      message: `unsupported inferencer '${reference}': ${why}`,
    }),
  );
});
