/** The transcript as others see it: messages, with the ids of the cloud. */
import type { TranscriptItem } from '#core/ports/conversations.ts';
import { eventText, type SessionEvent } from './session-event.ts';

const ROLES: Readonly<Record<string, string>> = {
  'user.message': 'user',
  'agent.message': 'assistant',
};

export function toItems(events: readonly SessionEvent[]): readonly TranscriptItem[] {
  return events.flatMap((event, index) => {
    const role = ROLES[event.type];
    if (role === undefined) return [];
    return [{ id: event.id ?? `event_${index}`, message: { role, content: eventText(event) } }];
  });
}
