/** Bodies of the conversation routes. */
import { z } from 'zod';

import { given, keyField, metadataField } from '../handle-fields.ts';

const title = z.string().max(512);

export const createBody = z.looseObject({
  model: z
    .string({ error: 'must be a model: it decides who holds the conversation' })
    .min(1, 'must not be empty'),
  backend: given(z.string().min(1)),
  title: given(title),
  key: given(keyField),
  metadata: given(metadataField),
  /** What was said belongs to the backend, which takes it only as a turn. */
  items: z
    .array(z.unknown())
    .max(0, 'a conversation begins empty here; send them as the input of its first response')
    .nullish(),
});

export const updateBody = z.looseObject({
  title: title.nullish(),
  metadata: metadataField.nullish(),
});
