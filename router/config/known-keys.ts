/**
 * The keys somebody reads, or will read. Others are kept without a word, unless they look like a
 * slip of the pen.
 */
import {
  conversationStoreEntry,
  inferencerEntry,
  patternsTable,
  recipeEntry,
  recipeVariable,
  serverEntry,
} from '#contract/config.ts';
import { editDistance } from '#core/edit-distance.ts';
import type { DocumentPath } from './formats/syntax-tree.ts';
import { isObject } from './formats/value-at.ts';
import type { IssueLog } from './issue-log.ts';

export const KNOWN_KEYS = {
  mcpFile: ['mcpServers', 'conversationStore', 'fabric'],
  server: [...Object.keys(serverEntry.unwrap().shape), 'roles', 'features'],
  conversationStore: Object.keys(conversationStoreEntry.unwrap().shape),
  serverTools: ['allow', 'deny'],
  recipesFile: ['recipes', 'patterns'],
  recipe: [...Object.keys(recipeEntry.unwrap().shape), 'pattern', 'prompt_arguments', 'sampling'],
  variable: Object.keys(recipeVariable.shape),
  patterns: Object.keys(patternsTable.shape),
  inferencersFile: ['inferencers', 'management_protocols'],
  inferencer: [
    ...Object.keys(inferencerEntry.unwrap().shape),
    'management_url',
    'management_protocol',
    'parallel',
    'pool_max',
    'queue_max',
    'queue_timeout',
    'virtual',
    'capabilities',
  ],
} as const satisfies Record<string, readonly string[]>;

interface KnownKeys {
  readonly path?: DocumentPath;
  readonly known: readonly string[];
  /** Whether other programs read the same file and may have keys of their own in it. */
  readonly isShared?: boolean;
}

/** Warns about keys of the object at `path` that are nearly a known one. */
export function warnMisspelledKeys(
  log: IssueLog,
  value: unknown,
  { path = [], known, isShared = false }: KnownKeys,
): void {
  if (!isObject(value)) return;
  for (const key of Object.keys(value)) {
    if (key.startsWith('_') || known.includes(key)) continue;
    const meant = nearestKey(key, known);
    if (meant === undefined) continue;
    // With both present, the unknown one is more likely a key of another program.
    if (isShared && Object.hasOwn(value, meant)) continue;
    log.warn([...path, key], `'${key}' is not a key the router reads`, `Did you mean '${meant}'?`);
  }
}

/** Two slips in a longer key, one in a shorter; in three letters any slip makes another word. */
function nearestKey(key: string, known: readonly string[]): string | undefined {
  const allowed = Math.min(2, Math.floor(key.length / 4));
  const distances = known.map((candidate) => ({
    candidate,
    distance: editDistance(simplify(key), simplify(candidate)),
  }));
  const [best] = distances.sort((a, b) => a.distance - b.distance);
  return best && best.distance <= allowed ? best.candidate : undefined;
}

/** `baseUrl`, `base-url` and `base_url` are the same word. */
function simplify(key: string): string {
  return key.toLowerCase().replaceAll(/[_-]/g, '');
}
