/** recipes.toml: text to recipes. Nothing is expanded here: `${...}` may be part of a prompt. */
import {
  AUTO_MODEL,
  type PatternsTable,
  patternsTable,
  type RecipeEntry,
  recipeEntry,
} from '#contract/config.ts';
import type { Recipe } from '#core/ports/recipes.ts';
import type { IssueLog } from './issue-log.ts';
import { KNOWN_KEYS, warnMisspelledKeys } from './known-keys.ts';
import {
  loadEntries,
  type LoadedEntries,
  type ReadEntry,
  type WrittenEntry,
} from './load-entries.ts';
import { type ConfigText, type LoadFailure, type OpenedFile, openFile } from './open-file.ts';
import { parseEntry } from './read-entry.ts';

export interface LoadedRecipes extends LoadedEntries<Recipe> {
  /** The folder of patterns, as written, and the inferencer its recipes use. */
  readonly patterns?: { readonly dir: string; readonly inferencer: string };
}

export function loadRecipes(source: ConfigText): LoadedRecipes | LoadFailure {
  const file = openFile(source);
  if (!file.ok) return file;
  warnMisspelledKeys(file.log, file.root, { known: KNOWN_KEYS.recipesFile });
  const loaded = loadEntries(file, { section: 'recipes', noun: 'recipe', read: readRecipe });
  if (!loaded.ok) return loaded;
  const patterns = readPatternsTable(file);
  if (patterns?.dir === undefined || patterns.dir === '') return loaded;
  const inferencer = patterns.default_inferencer ?? AUTO_MODEL;
  return { ...loaded, patterns: { dir: patterns.dir, inferencer } };
}

/** A recipe without tools for every pattern whose name is not taken by a `[recipes]` entry. */
export function patternRecipes(
  { names, patterns }: LoadedRecipes,
  texts: ReadonlyMap<string, string>,
): readonly Recipe[] {
  if (!patterns) return [];
  return [...texts]
    .filter(([name]) => !names.has(name))
    .map(([name, text]) => {
      const { inferencer } = patterns;
      return { name, inferencer, tools: [], system: text.trim(), params: {}, variables: {} };
    });
}

function readRecipe(source: WrittenEntry): ReadEntry<Recipe> {
  const { name, written, log } = source;
  warnMisspelledKeys(log, written, { known: KNOWN_KEYS.recipe });
  const entry = parseEntry(recipeEntry, written, source);
  if (!entry) return {};
  checkModel(entry.inferencer, 'inferencer', log);
  checkParams(entry, log);
  for (const [variable, table] of Object.entries(entry.variables)) {
    const path = ['variables', variable];
    warnMisspelledKeys(log, table, { path, known: KNOWN_KEYS.variable });
  }
  return { entry: { ...entry, name } };
}

function readPatternsTable({ root, format, log }: OpenedFile): PatternsTable | undefined {
  if (root.patterns === undefined) return undefined;
  const tableLog = log.under(['patterns']);
  const table = parseEntry(patternsTable, root.patterns, { log: tableLog, format });
  warnMisspelledKeys(tableLog, root.patterns, { known: KNOWN_KEYS.patterns });
  if (table?.default_inferencer !== undefined) {
    checkModel(table.default_inferencer, 'default_inferencer', tableLog);
  }
  return tableLog.failed() ? undefined : table;
}

function checkModel(model: string, key: string, log: IssueLog): void {
  if (/^[^/]+\/./.test(model)) return;
  const hint = `Write ${key} = "<inferencer>/<model>", such as "${AUTO_MODEL}".`;
  log.error([key], `'${key}' must name an inferencer and a model with '/' between`, hint);
}

const OWN_PARAMS = ['model', 'messages', 'stream'];

function checkParams({ params }: RecipeEntry, log: IssueLog): void {
  for (const key of OWN_PARAMS) {
    if (!Object.hasOwn(params, key)) continue;
    log.warn(['params', key], `'${key}' in 'params' is ignored: the router sets it`, 'Remove it.');
  }
}
