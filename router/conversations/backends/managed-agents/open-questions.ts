/** Which questions of a history are still without an answer. */
import { stopReasonOf, type SessionEvent } from './session-event.ts';

/** The question of that id, answered or not. */
export function findQuestion(
  history: readonly SessionEvent[],
  id: string,
): SessionEvent | undefined {
  return history.find((one) => one.id === id && one.type === 'agent.custom_tool_use');
}

export function isAnswered(history: readonly SessionEvent[], id: string): boolean {
  return history.some(
    (one) => one.type === 'user.custom_tool_result' && one['custom_tool_use_id'] === id,
  );
}

/** What the session waits for now, if it does. */
export function findOpenQuestion(history: readonly SessionEvent[]): SessionEvent | undefined {
  const idle = history.findLast(({ type }) => type === 'session.status_idle');
  const ids = idle === undefined ? [] : stopReasonOf(idle).event_ids;
  const open = ids.find((id) => !isAnswered(history, id));
  return open === undefined ? undefined : findQuestion(history, open);
}
