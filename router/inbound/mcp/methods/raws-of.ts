import type { JsonObject } from '#core/ports/tools.ts';

interface Listed {
  readonly raw: JsonObject;
}

const known = new WeakMap<readonly Listed[], readonly JsonObject[]>();

/** What is listed of these entries; the same array for the same entries. */
export function rawsOf(entries: readonly Listed[]): readonly JsonObject[] {
  let raws = known.get(entries);
  if (raws === undefined) {
    raws = entries.map(({ raw }) => raw);
    known.set(entries, raws);
  }
  return raws;
}
