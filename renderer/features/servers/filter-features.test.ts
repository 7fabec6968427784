import { expect, test } from 'vitest';

import { filterFeatures } from './filter-features.ts';

const ITEMS = [
  { name: 'files.read', about: 'Reads a file' },
  { name: 'files.list', about: 'Lists a folder' },
];
const found = (query: string) =>
  filterFeatures(ITEMS, query, ({ name, about }) => [name, about]).map(({ name }) => name);

test('every word must be in one of its texts', () => {
  expect(found('')).toEqual(['files.read', 'files.list']);
  expect(found('FOLDER files')).toEqual(['files.list']);
  expect(found('folder read')).toEqual([]);
});
