/** Which backend holds a conversation: by the name it was given, or by the model. */
import type { ConversationBackend } from '#contract/conversations.ts';
import type { TranscriptOwner } from '#core/ports/conversation-backend.ts';
import type { ConversationRow } from '#core/ports/handles.ts';
import { RouterError } from '#core/router-error.ts';

export interface Owners {
  /** For a new conversation. Throws NOT_SUPPORTED with the reason, and the way round it. */
  choose(model: string, backend?: string): TranscriptOwner;
  /** Of a conversation; undefined when this program has no such backend. */
  of(row: ConversationRow): TranscriptOwner | undefined;
  /** As `of`. Throws NOT_SUPPORTED. */
  need(row: ConversationRow): TranscriptOwner;
}

const ADVICE = "send 'store:false' (and no 'conversation') to go without";

export function createOwners(backends: readonly TranscriptOwner[]): Owners {
  const find = (kind: string) => backends.find((backend) => backend.kind === kind);
  const owners: Owners = {
    choose(model, backend) {
      const kind = backend ?? kindOf(model);
      const owner = find(kind);
      if (owner === undefined) {
        throw new RouterError(
          'NOT_SUPPORTED',
          `there is no backend '${kind}' that could hold the conversation; ${ADVICE}`,
          { param: backend === undefined ? 'model' : 'backend' },
        );
      }
      const verdict = owner.accepts(model);
      if (verdict === true) return owner;
      // The other models answer only with what is missing, in a conversation or not.
      const advice = kind === 'store-backed' ? `; ${ADVICE}` : '';
      throw new RouterError('NOT_SUPPORTED', verdict + advice, { param: 'model' });
    },
    of: (row) => find(row.backend),
    need(row) {
      const owner = owners.of(row);
      if (owner !== undefined) return owner;
      throw new RouterError('NOT_SUPPORTED', `this router has no backend '${row.backend}'`);
    },
  };
  return owners;
}

function kindOf(model: string): ConversationBackend {
  if (model.startsWith('claude-code/')) return 'claude-resume';
  if (model.startsWith('claude-agent/')) return 'managed-agents';
  return 'store-backed';
}
