import { describe, expect, test } from 'vitest';

import type { ConfigDocument, ConfigEditRequest } from '#contract/config-editing.ts';
import {
  closeText,
  ended,
  isTyped,
  NO_DRAFT,
  openText,
  rebased,
  textOf,
  withEdits,
  withText,
} from './draft-state.ts';

function documentOf(text: string, hash: string | null = text): ConfigDocument {
  const file = 'recipes.toml';
  return { file, path: `/c/${file}`, text, hash, bundled: false, value: {}, issues: [] };
}

const set = (value: unknown): ConfigEditRequest => ({ kind: 'set', path: ['a'], value });
const OLD = documentOf('a = 1\n');
const NEW = documentOf('a = 1\nb = 2\n');

describe('edits', () => {
  test('stand on the document of the first one', () => {
    const first = withEdits(NO_DRAFT, OLD, { edits: [set(2)] });
    const second = withEdits(first, NEW, { edits: [set(3)] });
    expect(second.pending?.base).toBe(OLD);
    expect(second.pending?.change).toEqual({ kind: 'edits', edits: [set(3)] });
  });

  test('none are no change, and the next ones begin anew', () => {
    const none = withEdits(withEdits(NO_DRAFT, OLD, { edits: [set(2)] }), OLD, { edits: [] });
    expect(none.pending).toBeUndefined();
    expect(withEdits(none, NEW, { edits: [set(2)] }).pending?.base).toBe(NEW);
  });
});

describe('the text', () => {
  test('carries the change of the form, which comes back while nothing was typed', () => {
    const edited = withEdits(NO_DRAFT, OLD, { edits: [set(2)] });
    const open = openText(edited, 'a = 2\n');
    expect(textOf(open, OLD)).toBe('a = 2\n');
    expect(isTyped(open)).toBe(false);
    expect(closeText(open)).toEqual({ ...edited, session: undefined });
  });

  test('typed and taken back by hand is the change of the form again', () => {
    const edited = withEdits(NO_DRAFT, OLD, { edits: [set(2)] });
    const typed = withText(openText(edited, 'a = 2\n'), OLD, 'a = 2\nx');
    expect([isTyped(typed), textOf(typed, OLD)]).toEqual([true, 'a = 2\nx']);
    expect(typed.pending?.base).toBe(OLD);
    expect(withText(typed, OLD, 'a = 2\n').pending).toBe(edited.pending);
    expect(closeText(typed).pending).toBe(edited.pending);
  });

  test('as the file has it is no change, also with other line ends', () => {
    const windows = documentOf('a = 1\r\nb = 2\r\n');
    const open = openText(NO_DRAFT, windows.text);
    expect(withText(open, windows, 'a = 1\nb = 2\n').pending).toBeUndefined();
    expect(isTyped(withText(open, windows, 'a = 1\nb = 3\n'))).toBe(true);
    // By then the file says the same as it said before the form changed it.
    const edited = openText(withEdits(NO_DRAFT, OLD, { edits: [set(2)] }), 'a = 2\n');
    expect(isTyped(withText(edited, OLD, OLD.text))).toBe(true);
  });
});

describe('on another document', () => {
  test('edits are made anew by the form, or stay as they are', () => {
    const plain = withEdits(NO_DRAFT, OLD, { edits: [set(2)] });
    expect(rebased(plain, NEW).pending).toMatchObject({ base: NEW, change: { edits: [set(2)] } });
    const rebuild = (document: ConfigDocument) => (document === NEW ? [set(9)] : [set(2)]);
    const formed = withEdits(NO_DRAFT, OLD, { edits: [set(2)], rebuild });
    expect(rebased(formed, NEW).pending?.change).toEqual({ kind: 'edits', edits: [set(9)] });
  });

  test('a change that the file has by now is none', () => {
    const formed = withEdits(NO_DRAFT, OLD, { edits: [set(2)], rebuild: () => [] });
    expect(rebased(formed, NEW).pending).toBeUndefined();
  });

  test('a typed text becomes the merged one, and the form behind it moves too', () => {
    const edited = withEdits(NO_DRAFT, OLD, { edits: [set(2)] });
    const typed = withText(openText(edited, 'a = 2\n'), OLD, 'a = 3\n');
    const moved = rebased(typed, NEW, 'a = 3\nb = 2\n');
    expect(textOf(moved, NEW)).toBe('a = 3\nb = 2\n');
    expect(moved.pending?.base).toBe(NEW);
    expect(closeText(moved).pending).toMatchObject({ base: NEW, change: { edits: [set(2)] } });
  });
});

test('what ended leaves nothing but a number that rose', () => {
  const typed = withText(openText(NO_DRAFT, OLD.text), OLD, 'x');
  expect(ended(typed)).toEqual({ generation: 1 });
  expect(textOf(ended(typed), NEW)).toBe(NEW.text);
});
