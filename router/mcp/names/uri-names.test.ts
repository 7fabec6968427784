import { describe, expect, test } from 'vitest';

import { ownUri, renamedUri, slugOf } from './uri-names.ts';

describe('a slug', () => {
  test.each([
    ['notes', 'notes'],
    ['My Notes', 'my-notes'],
    ['über_a.b', 's--ber-a.b'],
    ['1password', 's-1password'],
    ['', ''],
  ])('of %j is a URI scheme: %j', (first, slug) => {
    expect(slugOf(first)).toBe(slug);
  });
});

describe('a renamed URI', () => {
  test('comes back as it was', () => {
    const uri = 'git+https://host/path?x={y}';
    const renamed = renamedUri('notes', uri);
    expect(renamed).toBe(`notes+${uri}`);
    expect(ownUri('notes', renamed)).toBe(uri);
    expect(ownUri('git', renamed)).toBeUndefined();
    expect(URL.canParse(renamedUri(slugOf('1 ü'), 'file:///a'))).toBe(true);
  });

  test('is the same without a slug, and for hosts that look for their scheme', () => {
    expect(renamedUri('', 'file:///a')).toBe('file:///a');
    expect(renamedUri('notes', 'ui://page')).toBe('ui://page');
    expect(ownUri('', '+file:///a')).toBeUndefined();
  });
});
