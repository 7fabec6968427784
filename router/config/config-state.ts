/** What the four files say now; of a file that broke meanwhile, what it said last. */
import type { ConfigIssue, InferencerEntry } from '#contract/config.ts';
import type { Recipe } from '#core/ports/recipes.ts';
import { type ConfigFile, type ConfigFolders, readConfigFile } from './config-files.ts';
import type { Env } from './expand.ts';
import type { IssueLog } from './issue-log.ts';
import type { LoadedEntries } from './load-entries.ts';
import { loadInferencers } from './load-inferencers.ts';
import { type LoadedRecipes, loadRecipes, patternRecipes } from './load-recipes.ts';
import { type LoadedServers, loadServers } from './load-servers.ts';
import { type LoadedSettings, loadSettings } from './load-settings.ts';
import type { ConfigText, LoadFailure } from './open-file.ts';
import { patternsFolder, readPatterns } from './read-patterns.ts';

export interface ConfigSources extends ConfigFolders {
  /** Where `${VAR}` is looked up. */
  readonly env: Env;
}

export interface FileState<Part> {
  readonly name: ConfigFile;
  /** The last reading that could be used; undefined if there was none yet. */
  readonly part: Part | undefined;
  /** Why the file as it is now cannot be used. */
  readonly failure: readonly ConfigIssue[] | undefined;
}

export interface RecipesPart extends LoadedRecipes {
  /** Whether they are those that came with the program. */
  readonly bundled: boolean;
  readonly fromPatterns: readonly Recipe[];
}

export interface ConfigParts {
  readonly servers: LoadedServers;
  readonly recipes: RecipesPart;
  readonly inferencers: LoadedEntries<InferencerEntry>;
  readonly settings: LoadedSettings;
}

export type ConfigState = { readonly [Key in keyof ConfigParts]: FileState<ConfigParts[Key]> };

/** Reads all four files; `last` is what a broken one falls back to. */
export async function readState(sources: ConfigSources, last?: ConfigState): Promise<ConfigState> {
  const { dir, env } = sources;
  const [servers, recipes, inferencers, settings] = await Promise.all([
    readPart('mcp.json', last?.servers, { sources, load: (source) => loadServers(source, env) }),
    readPart('recipes.toml', last?.recipes, {
      sources,
      load: (source) => loadRecipesPart(source, dir),
    }),
    readPart('inferencers.toml', last?.inferencers, {
      sources,
      load: (source) => loadInferencers(source, env),
    }),
    readPart('settings.toml', last?.settings, { sources, load: loadSettings }),
  ]);
  return { servers, recipes, inferencers, settings };
}

/** Undefined while a file was never usable. */
export function partsOf(state: ConfigState): ConfigParts | undefined {
  const servers = state.servers.part;
  const recipes = state.recipes.part;
  const inferencers = state.inferencers.part;
  const settings = state.settings.part;
  if (!servers || !recipes || !inferencers || !settings) return undefined;
  return { servers, recipes, inferencers, settings };
}

/** Faults of each file by itself, in the order of the files. */
export function fileIssues(state: ConfigState): readonly ConfigIssue[] {
  return filesOf(state).flatMap(({ part, failure }) => failure ?? part?.log.issues ?? []);
}

export function filesOf(state: ConfigState): readonly FileState<{ readonly log: IssueLog }>[] {
  return [state.servers, state.recipes, state.inferencers, state.settings];
}

interface PartReading<Part> {
  readonly sources: ConfigFolders;
  readonly load: (source: ConfigText) => Loading<Part> | Promise<Loading<Part>>;
}

type Loading<Part> = (Part & { readonly ok: true }) | LoadFailure;

async function readPart<Part>(
  name: ConfigFile,
  last: FileState<Part> | undefined,
  { sources, load }: PartReading<Part>,
): Promise<FileState<Part>> {
  const reading = await readConfigFile(name, sources);
  if (reading.kind === 'unreadable') return { name, part: last?.part, failure: [reading.issue] };
  const loaded = await load(reading.source);
  if (loaded.ok) return { name, part: loaded, failure: undefined };
  return { name, part: last?.part, failure: loaded.issues };
}

async function loadRecipesPart(
  source: ConfigText,
  configDir: string,
): Promise<RecipesPart | LoadFailure> {
  const loaded = loadRecipes(source);
  if (!loaded.ok) return loaded;
  const bundled = source.bundled === true;
  if (!loaded.patterns) return { ...loaded, bundled, fromPatterns: [] };
  const texts = await readPatterns(patternsFolder(loaded.patterns.dir, configDir));
  if (!texts) {
    loaded.log.warn(['patterns', 'dir'], 'this folder cannot be read, so there are no patterns');
  }
  return { ...loaded, bundled, fromPatterns: patternRecipes(loaded, texts ?? new Map()) };
}
