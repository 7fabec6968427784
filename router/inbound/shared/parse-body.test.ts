import { expect, test } from 'vitest';
import { z } from 'zod';

import { RouterError } from '#core/router-error.ts';
import { parseBody } from './parse-body.ts';

const schema = z.looseObject({ messages: z.array(z.object({ role: z.string() })) });

function failure(text: string): RouterError {
  try {
    parseBody(Buffer.from(text), schema);
  } catch (error) {
    if (error instanceof RouterError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('fields that nobody reads are kept', () =>
  expect(parseBody(Buffer.from('{"messages":[],"ü":1}'), schema)).toEqual({ messages: [], ü: 1 }));

test.each(['', '{', 'null,', '\ufeff{}', '{"messages":[}]'])('not JSON: %j', (text) => {
  expect(failure(text)).toMatchObject({ code: 'INVALID_JSON', status: 400 });
});

test('a wrong field is named, with the way to it', () => {
  const error = failure('{"messages":[{"role":1}]}');
  expect(error).toMatchObject({ code: 'INVALID_REQUEST', param: 'messages.0.role' });
  expect(error.message).toContain("'messages.0.role': ");
});

test.each(['null', '[]', '1'])('a body that is no object names no field: %s', (text) => {
  const error = failure(text);
  expect(error).toMatchObject({ code: 'INVALID_REQUEST', param: null });
  expect(error.message).toContain('the body: ');
});
