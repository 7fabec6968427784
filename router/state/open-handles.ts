import type { HandleStore } from '#core/ports/handles.ts';
import { importConversations } from './import-conversations.ts';
import { openDatabase, type StateFolder } from './open-database.ts';
import { createSqliteHandles } from './sqlite-handles.ts';

/** The handles of a state folder. Throws as `openDatabase`; whoever opens them closes them. */
export function openHandles(folder: StateFolder): HandleStore {
  const handles = createSqliteHandles(openDatabase(folder));
  importConversations(handles, folder);
  return handles;
}
