import { randomBytes } from 'node:crypto';

import type { ConversationBackend } from '#contract/conversations.ts';
import type { ConversationRow } from '#core/ports/handles.ts';

/** `conv_` or `resp_` and 32 hexadecimal digits. */
export function newId(kind: 'conv' | 'resp'): string {
  return `${kind}_${randomBytes(16).toString('hex')}`;
}

type Wanted = Pick<ConversationRow, 'model'> &
  Partial<Omit<ConversationRow, 'id' | 'backend' | 'createdAt' | 'updatedAt'>>;

export function newRow(backend: ConversationBackend, wanted: Wanted, at: number): ConversationRow {
  return {
    id: newId('conv'),
    backend,
    nativeId: null,
    folder: null,
    title: null,
    key: null,
    metadata: {},
    status: 'idle',
    pendingId: null,
    lastClient: null,
    provisional: false,
    createdAt: at,
    updatedAt: at,
    ...wanted,
  };
}

export function restingStatus({ pendingId }: Pick<ConversationRow, 'pendingId'>) {
  return pendingId === null ? 'idle' : 'awaiting_input';
}
