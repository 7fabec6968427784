import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { findSecrets } from './find-secrets.ts';
import { parseDocument } from './formats/document.ts';
import { setValue } from './formats/edit-document.ts';
import { valueAt } from './formats/value-at.ts';
import {
  choosePlaceholders,
  createHider,
  findStray,
  hideSecrets,
  type Placeholders,
  restoreText,
  restoreValue,
} from './placeholders.ts';

type Format = 'jsonc' | 'toml';

function valueOf(format: Format, text: string): unknown {
  const parsed = parseDocument(format, text);
  if (!parsed.ok) throw new Error(`${parsed.problem.message} in\n${text}`);
  return parsed.document.value;
}

function hide(format: Format, text: string, known: string[] = []): ReturnType<typeof hideSecrets> {
  const parsed = parseDocument(format, text);
  const value = parsed.ok ? parsed.document.value : null;
  return hideSecrets(text, findSecrets(format, text, known), choosePlaceholders(text, value));
}

const tricky = fc.oneof(
  fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
  fc.string({
    unit: fc.constantFrom('"', "'", '\\', '\n', '$', '{', '}', 'a', ' ', '‹', '›', '1'),
  }),
  fc.constantFrom('‹secret 1›', 'a ‹secret 2›', '‹secret-2 1›', '‹secret ', 'Bearer x', '${A:-b}'),
);
const members = fc.dictionary(
  fc.oneof(fc.constantFrom('A_KEY', 'TOKEN', 'Authorization', 'plain'), tricky),
  fc.oneof(tricky, fc.integer(), fc.constantFrom(0.5, -2), fc.boolean()),
  { noNullPrototype: true },
);
const entry = fc.record(
  { env: members, headers: members, api_key: tricky, args: fc.array(tricky) },
  { noNullPrototype: true },
);
const known = fc.array(tricky);

describe.each(['jsonc', 'toml'] as const)('any document in %s', (format) => {
  const documents = fc
    .record({ entry, comment: fc.stringMatching(/^[^\p{Cc}]*$/u) })
    .map(({ entry, comment }) => {
      const mark = format === 'toml' ? '#' : '//';
      const body = setValue({ format, text: '' }, ['servers', 's'], entry);
      return `${mark} ${comment.replaceAll(/[\r\n\u2028\u2029\u007F]/g, '')}\n${body}`;
    });

  it('comes back exactly, as a text and as a value, and shows no secret', () => {
    fc.assert(
      fc.property(documents, known, (text, secrets) => {
        const shown = hide(format, text, secrets);
        expect(restoreText(shown.placeholders, shown.text)).toBe(text);
        expect(findStray(shown.placeholders, shown.text)).toBeUndefined();
        const value = valueOf(format, shown.text);
        expect(restoreValue(shown.placeholders, value)).toEqual(valueOf(format, text));
        const { word } = shown.placeholders;
        const key = String(valueAt(value, ['servers', 's', 'api_key']));
        if (/[$]/.test(key)) return;
        const left = key.replace(new RegExp(`‹${word} \\d+›`, 'g'), '');
        expect(left).toMatch(/^\s*(Bearer\s+)?$/);
      }),
    );
  });

  it('that does not parse comes back exactly, too', () => {
    fc.assert(
      fc.property(documents, fc.nat(), known, (text, cut, secrets) => {
        const broken = text.slice(0, cut % text.length);
        const shown = hide(format, broken, secrets);
        expect(restoreText(shown.placeholders, shown.text)).toBe(broken);
      }),
    );
  });

  it('takes an edit in what is shown as if it were made in the text', () => {
    fc.assert(
      fc.property(documents, known, tricky, (text, secrets, value) => {
        const { placeholders, text: shown } = hide(format, text, secrets);
        fc.pre(!value.includes(`‹${placeholders.word} `));
        const path = ['servers', 's', 'note'];
        const edited = setValue({ format, text: shown }, path, value);
        expect(restoreText(placeholders, edited)).toBe(setValue({ format, text }, path, value));
      }),
    );
  });
});

describe('placeholders', () => {
  const text = '{ "env": { "A_KEY": "one", "B_KEY": 2, "C_KEY": "one" }, "x": "one two" }';

  it('count from one, in the order of the text, one for a value', () => {
    expect(hide('jsonc', '{ "env": {"A_KEY": "aa", "B_KEY": "b", "C_KEY": "aa"} }').text).toBe(
      '{ "env": {"A_KEY": "‹secret 1›", "B_KEY": "‹secret 2›", "C_KEY": "‹secret 1›"} }',
    );
  });

  it('are called otherwise where the text, or a value in it, holds such a word', () => {
    expect(hide('jsonc', '{ "api_key": "a", "x": "‹secret 1›" }').text).toBe(
      '{ "api_key": "‹secret-2 1›", "x": "‹secret 1›" }',
    );
    expect(hide('jsonc', '{ "api_key": "a", "x": "\\u2039secret 1›‹secret-2 1›" }').text).toContain(
      '"‹secret-3 1›"',
    );
  });

  it('keep their numbers, also when more becomes known', () => {
    const first = hide('jsonc', text);
    const spans = findSecrets('jsonc', text, ['one two']);
    const second = hideSecrets(text, spans, first.placeholders);
    expect(second.text).toBe(first.text.replace('one two', '‹secret 3›'));
    expect(restoreText(second.placeholders, first.text)).toBe(text);
    // Without the first look, too: what somebody happens to know is counted last.
    const known = hide('jsonc', '{ "x": "known", "api_key": "a" }', ['known']);
    expect(known.text).toBe('{ "x": "‹secret 2›", "api_key": "‹secret 1›" }');
  });

  it('stand for the value wherever they are put, quotes or not', () => {
    const { placeholders } = hide('jsonc', text);
    const restored = restoreText(
      placeholders,
      '["‹secret 1›", "x‹secret 2›", "‹secret 2›", ‹secret 2›]',
    );
    expect(restored).toBe('["one", "x2", 2, 2]');
    expect(restoreValue(placeholders, ['‹secret 2›', { a: 'x‹secret 2›y‹secret 1›' }])).toEqual([
      2,
      { a: 'x2yone' },
    ]);
  });

  it.each([
    ['‹secret 3›', 0],
    ['‹secret 1› ‹secret 12›', 11],
    ['a ‹secret 1', 2],
    ['‹secret ›', 0],
    ['‹secret 0›', 0],
    ['‹secret 2› ‹secret1› ‹secrets ', undefined],
  ])('that stand for nothing are found: %s', (shown, at) => {
    expect(findStray(hide('jsonc', text).placeholders, shown)).toBe(at);
  });

  it('hide what a sentence quotes, unless it is too short to tell', () => {
    const placeholders: Placeholders = {
      word: 'secret',
      certain: 4,
      secrets: [
        { written: 'abc', value: 'abc', bare: false },
        { written: 'a\\nbc', value: 'a\nbc', bare: false },
        { written: 'secret', value: 'secret', bare: false },
        { written: 'secrets', value: 'secrets', bare: false },
      ],
    };
    expect(createHider(placeholders)('abc, a\nbc, secrets')).toBe('abc, ‹secret 2›, ‹secret 4›');
  });

  it('know where a place in the text is shown', () => {
    const { text: shown, toShown } = hide('jsonc', text);
    for (const key of ['env', 'A_KEY', 'B_KEY', 'C_KEY', 'x']) {
      expect(toShown(text.indexOf(`"${key}"`))).toBe(shown.indexOf(`"${key}"`));
    }
  });
});
