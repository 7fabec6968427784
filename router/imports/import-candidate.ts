/** A foreign server as people review it, and as our mcp.json takes it. */
import { changesWhatRuns } from '#contract/changes-what-runs.ts';
import type { ImportCandidate } from '#contract/imports.ts';
import { type ForeignEntry, readForeignEntry } from './foreign-entry.ts';
import type { ForeignServer } from './foreign-servers.ts';
import { findWarnings, type IsSet } from './find-warnings.ts';
import { isSameServer } from './same-server.ts';
import { suggestName } from './suggest-name.ts';
import {
  renderTemplate,
  type SecretPiece,
  secretsOf,
  showTemplate,
  type Template,
  wholeText,
} from './template.ts';
import { showHidden } from './visible-text.ts';

export interface ReadServer {
  /** Visible and unique in its source: what `apply` calls it by. */
  readonly name: string;
  readonly base: string;
  readonly entry: ForeignEntry;
}

export function readServers(
  servers: readonly ForeignServer[],
  platform: NodeJS.Platform,
): readonly ReadServer[] {
  const used = new Set<string>();
  return servers.map((server) => {
    const entry = readForeignEntry(server, platform);
    const wanted = showHidden(server.name) || suggestName('', entry, used);
    let name = wanted;
    for (let count = 2; used.has(name); count++) name = `${wanted} #${count}`;
    used.add(name);
    return { name, base: server.base, entry };
  });
}

interface Surroundings {
  /** Entries of our mcp.json. */
  readonly ours: ReadonlyMap<string, unknown>;
  readonly isSet: IsSet;
}

/** Nothing in them is a value of `headers`, nor any literal secret. */
export function toCandidates(
  servers: readonly ReadServer[],
  { ours, isSet }: Surroundings,
): readonly ImportCandidate[] {
  const taken = new Set(ours.keys());
  return servers.map(({ name, base, entry }) => {
    const suggestedName = suggestName(base, entry, taken);
    taken.add(suggestedName);
    const { command, args, env, headers, url, cwd } = entry;
    const named = [...env, ...headers];
    const secretNames = named.filter(([, value]) => secretsOf(value).length > 0);
    return {
      name,
      suggestedName,
      known: [...ours.values()].some((own) => isSameServer(entry, own)),
      commandLine: command === undefined ? [] : [command, ...args].map(showTemplate),
      url: url === undefined ? null : showTemplate(url),
      env: Array.from(env, ([key, value]) => ({
        name: showHidden(key),
        value: showValue(key, value),
      })),
      headerNames: [...headers.keys()].map(showHidden),
      secretNames: secretNames.map(([key]) => showHidden(key)),
      cwd: cwd === undefined ? null : showTemplate(cwd),
      disabled: entry.disabled,
      warnings: findWarnings(base, entry, isSet),
      problem: entry.problem === null ? null : showHidden(entry.problem),
    };
  });
}

/** Null when all of it is one secret, or looks as if, and its name does not change what is run. */
function showValue(name: string, value: Template): string | null {
  const [only, ...others] = value;
  const isSecret = only?.kind === 'secret' && others.length === 0;
  const isKept = isSecret || (!changesWhatRuns(name) && isOpaque(wholeText(value)));
  return isKept ? null : showTemplate(value);
}

/** Nothing that people would write: a key under a name that does not tell. */
function isOpaque(text: string): boolean {
  return /^[A-Za-z\d_+][\w+/=-]{11,}$/.test(text) && /\d/.test(text) && /[A-Za-z]/.test(text);
}

/** The value for `mcpServers.<name>`; only keys that say something. */
export function toOwnEntry(
  entry: ForeignEntry,
  nameOf: (secret: SecretPiece) => string,
): Readonly<Record<string, unknown>> {
  const render = (template: Template): string => renderTemplate(template, nameOf);
  // Below a name with _ nothing is filled in, so that nothing needs an escape there.
  const renderMap = (values: ReadonlyMap<string, Template>): Record<string, string> =>
    Object.fromEntries(
      Array.from(values, ([key, value]) => [
        key,
        key.startsWith('_') ? wholeText(value) : render(value),
      ]),
    );
  const { command, args, env, headers, url, cwd, type, disabled } = entry;
  return {
    ...(command === undefined ? {} : { command: render(command) }),
    ...(args.length === 0 ? {} : { args: args.map(render) }),
    ...(env.size === 0 ? {} : { env: renderMap(env) }),
    ...(cwd === undefined ? {} : { cwd: render(cwd) }),
    ...(type === undefined ? {} : { type }),
    ...(url === undefined ? {} : { url: render(url) }),
    ...(headers.size === 0 ? {} : { headers: renderMap(headers) }),
    ...(disabled ? { disabled } : {}),
  };
}
