/** Reading and changing plain values by path; nothing is changed in place. */
import type { DocumentPath } from './syntax-tree.ts';

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function valueAt(value: unknown, path: DocumentPath): unknown {
  let current = value;
  for (const segment of path) {
    if (Array.isArray(current) && typeof segment === 'number') current = current[segment];
    else if (isObject(current) && Object.hasOwn(current, segment)) current = current[segment];
    else return undefined;
  }
  return current;
}

/** A copy in which `path` holds `next`; missing parents become objects. */
export function withValue(value: unknown, path: DocumentPath, next: unknown): unknown {
  const [segment, ...rest] = path;
  if (segment === undefined) return next;
  if (Array.isArray(value)) {
    const items: unknown[] = [...value];
    items[Number(segment)] = withValue(items[Number(segment)], rest, next);
    return items;
  }
  const members = isObject(value) ? value : {};
  return { ...members, [segment]: withValue(valueAt(members, [segment]), rest, next) };
}

/** A copy without what stands at `path`. */
export function withoutValue(value: unknown, path: DocumentPath): unknown {
  const parent = path.slice(0, -1);
  const key = path.at(-1);
  const container = valueAt(value, parent);
  if (Array.isArray(container))
    return withValue(value, parent, container.toSpliced(Number(key), 1));
  if (!isObject(container)) return value;
  const kept = Object.entries(container).filter(([name]) => name !== key);
  return withValue(value, parent, Object.fromEntries(kept));
}
