/** Handles in SQLite. Every method is one transaction that is on the disk when it returns. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

import type {
  ConversationRow,
  HandleStore,
  PageRequest,
  ResponseRow,
  RowChanges,
} from '#core/ports/handles.ts';
import { fromChanges, fromConversation, fromResponse, toConversation, toResponse } from './rows.ts';
import { inTransaction } from './schema.ts';

/** A program that asks again and again while its model is away would fill the disk. */
const MOST_UNANSWERED = 1_000;

export function createSqliteHandles(database: DatabaseSync): HandleStore {
  return {
    ...conversationTable(database),
    ...responseTable(database),
    close: () => database.close(),
  };
}

function conversationTable(database: DatabaseSync) {
  const rows = 'SELECT * FROM conversations';
  const byId = database.prepare(`${rows} WHERE id = ?`);
  const byKey = database.prepare(`${rows} WHERE key = ?`);
  const removal = database.prepare('DELETE FROM conversations WHERE id = ?');
  const settling = database.prepare(
    `UPDATE conversations
       SET status = CASE WHEN pending_id IS NULL THEN 'idle' ELSE 'awaiting_input' END
       WHERE status = 'busy' AND updated_at < ? RETURNING *`,
  );
  const failing = database.prepare(
    `UPDATE responses SET status = 'failed'
       WHERE error IS NOT NULL AND status = 'in_progress' AND created_at < ?`,
  );
  const get = (id: string): ConversationRow | undefined => {
    const found = byId.get(id);
    return found && toConversation(found);
  };
  const findByKey = (key: string): ConversationRow | undefined => {
    const found = byKey.get(key);
    return found && toConversation(found);
  };
  return {
    get,
    findByKey,
    create: (row: ConversationRow) =>
      inTransaction(database, () => {
        const taken = row.key === null ? undefined : findByKey(row.key);
        if (taken !== undefined) return { row: taken, created: false };
        insert(database, 'conversations', fromConversation(row));
        return { row, created: true };
      }),
    list: (page: PageRequest) => listPage(database, page),
    update: (id: string, changes: RowChanges) =>
      inTransaction(database, () => {
        change(database, id, changes);
        return get(id);
      }),
    delete: (id: string) => removal.run(id).changes === 1,
    settle: (before: number) =>
      inTransaction(database, () => {
        failing.run(before);
        return settling.all(before).map(toConversation);
      }),
  };
}

function responseTable(database: DatabaseSync) {
  const byId = database.prepare('SELECT * FROM responses WHERE id = ? AND deleted = 0');
  const newest = database.prepare(
    `SELECT * FROM responses WHERE conversation = ? AND error IS NULL
       ORDER BY number DESC LIMIT 1`,
  );
  const removal = database.prepare('DELETE FROM responses WHERE id = ? AND deleted = 0');
  const emptying = database.prepare(
    `UPDATE responses SET deleted = 1, items = NULL, usage = NULL, metadata = '{}' WHERE id = ?`,
  );
  const sweeping = database.prepare('DELETE FROM responses WHERE conversation = ? AND deleted = 1');
  const forgetting = database.prepare('DELETE FROM responses WHERE id = ?');
  const thinning = database.prepare(
    `DELETE FROM responses WHERE number IN
       (SELECT number FROM responses WHERE error IS NOT NULL
          ORDER BY number DESC LIMIT -1 OFFSET ${MOST_UNANSWERED})`,
  );
  const getResponse = (id: string): ResponseRow | undefined => {
    const found = byId.get(id);
    return found && toResponse(found);
  };
  const lastResponse = (conversation: string): ResponseRow | undefined => {
    const found = newest.get(conversation);
    return found && toResponse(found);
  };
  return {
    addResponse: (row: ResponseRow, changes: RowChanges) =>
      inTransaction(database, () => {
        forgetting.run(row.id);
        if (row.error === null) sweeping.run(row.conversation);
        insert(database, 'responses', fromResponse(row));
        if (row.conversation !== null) change(database, row.conversation, changes);
        if (row.error !== null) thinning.run();
      }),
    getResponse,
    lastResponse,
    deleteResponse: (id: string) =>
      inTransaction(database, () => {
        const conversation = getResponse(id)?.conversation ?? null;
        const isNewest = conversation !== null && lastResponse(conversation)?.id === id;
        return (isNewest ? emptying : removal).run(id).changes === 1;
      }),
  };
}

function change(database: DatabaseSync, id: string, changes: RowChanges): void {
  const columns = fromChanges(changes);
  const names = Object.keys(columns);
  if (names.length === 0) return;
  const list = names.map((name) => `${name} = :${name}`).join(', ');
  database.prepare(`UPDATE conversations SET ${list} WHERE id = :id`).run({ ...columns, id });
}

function listPage(database: DatabaseSync, page: PageRequest) {
  const { limit, after, order, by = 'created', status } = page;
  const time = by === 'created' ? 'created_at' : 'updated_at';
  const [sign, direction] = order === 'asc' ? ['>', 'ASC'] : ['<', 'DESC'];
  // The place of a row that is gone is not known: the list ends there.
  const conditions = [
    ...(after === undefined
      ? []
      : [`(${time}, id) ${sign} (SELECT ${time}, id FROM conversations WHERE id = :after)`]),
    ...(status === undefined ? [] : ['status = :status']),
  ];
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const found = database
    .prepare(
      `SELECT * FROM conversations ${where}
         ORDER BY ${time} ${direction}, id ${direction} LIMIT :limit`,
    )
    .all({
      limit: limit + 1,
      ...(after !== undefined && { after }),
      ...(status !== undefined && { status }),
    });
  return { rows: found.slice(0, limit).map(toConversation), hasMore: found.length > limit };
}

/** `table` and the columns' names are ours. */
function insert(
  database: DatabaseSync,
  table: 'conversations' | 'responses',
  columns: Record<string, SQLInputValue>,
): void {
  const names = Object.keys(columns);
  const values = names.map((name) => `:${name}`).join(', ');
  database.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${values})`).run(columns);
}
