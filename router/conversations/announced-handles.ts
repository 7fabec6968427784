import type { Events } from '#core/ports/events.ts';
import type { HandleStore } from '#core/ports/handles.ts';

/** The same handles; every change of a row is told to the event stream. */
export function announceChanges(handles: HandleStore, events: Events): HandleStore {
  const announce = (conversation: string): void =>
    events.publish({ kind: 'conversations-changed', conversation });
  return {
    ...handles,
    create(row) {
      const result = handles.create(row);
      if (result.created) announce(row.id);
      return result;
    },
    update(id, changes) {
      const row = handles.update(id, changes);
      if (row !== undefined) announce(id);
      return row;
    },
    delete(id) {
      const isGone = handles.delete(id);
      if (isGone) announce(id);
      return isGone;
    },
    addResponse(row, changes) {
      handles.addResponse(row, changes);
      if (row.conversation !== null) announce(row.conversation);
    },
    settle(before) {
      const rows = handles.settle(before);
      for (const { id } of rows) announce(id);
      return rows;
    },
  };
}
