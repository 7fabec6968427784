/** What a conversation and its states are called. */
import type {
  ConversationBackend,
  ConversationInfo,
  ConversationStatus,
} from '#contract/conversations.ts';
import { revealHidden } from '#components/plain-text.tsx';
import type { StateWord } from '#components/state-label.tsx';

const STATUSES: Readonly<Record<ConversationStatus, StateWord>> = {
  idle: { tone: 'idle', word: 'Idle' },
  busy: { tone: 'busy', word: 'Busy' },
  awaiting_input: { tone: 'warn', word: 'Waiting for you' },
  dead: { tone: 'off', word: 'Gone' },
};

export function statusWord(status: ConversationStatus): StateWord {
  return STATUSES[status];
}

const SHOWN_DIGITS = 8;

/** `conv_1a2b3c4d…`: enough to tell one from the other. */
export function shortId(id: string): string {
  const shown = 'conv_'.length + SHOWN_DIGITS;
  return id.length > shown ? `${id.slice(0, shown)}…` : id;
}

/** Its title, or what else tells it from the others. */
export function nameOf({ title, key, id }: Pick<ConversationInfo, 'title' | 'key' | 'id'>): string {
  return revealHidden(title?.trim() || key?.trim() || shortId(id));
}

const REMOVALS: Readonly<Record<ConversationBackend, string>> = {
  'claude-resume':
    'Its folder here is deleted. What was said stays in the history of Claude Code on this machine.',
  'managed-agents':
    'The session is deleted at Anthropic, with everything that was said in it. If that fails, ' +
    'it stays there, and the log says so.',
  'store-backed':
    'The store is told to delete what was said. A store that cannot do that keeps it, and the log ' +
    'says so.',
};

/** What a deletion does where the transcript is. */
export function removalOf(backend: ConversationBackend): string {
  return REMOVALS[backend];
}

const ROLES: Readonly<Record<string, string>> = {
  user: 'You',
  assistant: 'Model',
  tool: 'Tool',
  system: 'System prompt',
  developer: 'System prompt',
};

export function roleWord(role: string): string {
  return ROLES[role] ?? revealHidden(role);
}
