import { guardHandles, type GuardedHandles } from './guard-handles.ts';
import { importConversations } from './import-conversations.ts';
import { openDatabase, pathOf, type StateFolder } from './open-database.ts';
import { createSqliteHandles } from './sqlite-handles.ts';

/** The handles of a state folder. Throws as `openDatabase`; whoever opens them closes them. */
export function openHandles(folder: StateFolder): GuardedHandles {
  const handles = createSqliteHandles(openDatabase(folder));
  importConversations(handles, folder);
  return guardHandles(handles, { path: pathOf(folder), logger: folder.logger });
}
