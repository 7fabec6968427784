import { expect, test } from 'vitest';

import { createTokenizer, stem } from './tokenize.ts';

const tokenize = createTokenizer();

test.each([
  ['github.create_issue', ['github', 'creat', 'issu']],
  ['list-all__files', ['list', 'all', 'file']],
  ['getFreeBusy', ['get', 'free', 'busy']],
  ['HTTPServer v2Api', ['http', 'server', 'v2', 'api']],
  ['open PRs', ['open', 'pr']],
  ['the user of a file', ['user', 'file']],
  ['Größe ändern 日本', ['größ', 'ändern', '日本']],
  ['', []],
  ['__..--', []],
])('%s', (text, words) => {
  expect(tokenize(text)).toEqual(words);
});

test.each([
  ['creates created creating create'],
  ['queries query'],
  ['branches branch'],
  ['commits committed committing commit'],
  ['running runs run'],
  ['calling calls called call'],
  ['files file'],
  ['listing listed lists list'],
  ['searches searching search'],
  ['directories directory'],
])('forms of one word are one: %s', (forms) => {
  expect(new Set(forms.split(' ').map(stem)).size).toBe(1);
});

test.each(['status', 'string', 'css', 'is', 'id', 'analysis', 'need'])('%s stays', (word) => {
  expect(stem(word)).toBe(word);
});
