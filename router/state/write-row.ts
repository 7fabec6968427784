/** One row written; the names of tables and columns are ours. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

import type { RowChanges } from '#core/ports/handles.ts';
import { fromChanges } from './rows.ts';

export function insert(
  database: DatabaseSync,
  table: 'conversations' | 'responses',
  columns: Record<string, SQLInputValue>,
): void {
  const names = Object.keys(columns);
  const values = names.map((name) => `:${name}`).join(', ');
  database.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${values})`).run(columns);
}

/** Of a conversation. */
export function change(database: DatabaseSync, id: string, changes: RowChanges): void {
  const columns = fromChanges(changes);
  const names = Object.keys(columns);
  if (names.length === 0) return;
  const list = names.map((name) => `${name} = :${name}`).join(', ');
  database.prepare(`UPDATE conversations SET ${list} WHERE id = :id`).run({ ...columns, id });
}
