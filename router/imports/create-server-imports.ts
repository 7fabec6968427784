/** MCP servers of other programs, as data: reading and reviewing them starts nothing. */
import type { ImportListing, ImportSource } from '#contract/imports.ts';
import type { ConfigEditor } from '#core/ports/config-editor.ts';
import type { SecretKeeper } from '#core/ports/secrets.ts';
import type { AcceptedImport, ServerImports } from '#core/ports/server-imports.ts';
import { RouterError } from '#core/router-error.ts';
import { type ClientFile, clientFiles } from './client-files.ts';
import { type ReadServer, readServers, toCandidates, toOwnEntry } from './import-candidate.ts';
import { parsePasted } from './parse-pasted.ts';
import { readForeignFile } from './read-foreign-file.ts';
import { createSecretNames } from './secret-names.ts';
import { isServerName, ownServers } from './suggest-name.ts';

export interface ServerImportsOptions {
  readonly editor: ConfigEditor;
  readonly secrets: SecretKeeper;
  /** The user's home folder. */
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

type Surroundings = Parameters<typeof toCandidates>[1];

export function createServerImports(options: ServerImportsOptions): ServerImports {
  const { secrets, env, platform } = options;
  let queue: Promise<unknown> = Promise.resolve();

  async function surroundings(): Promise<Surroundings> {
    const ours = await ownEntries(options.editor);
    return { ours, isSet: (name) => secrets.values().has(name) || Boolean(env[name]) };
  }

  return {
    async scan() {
      const around = await surroundings();
      const files = clientFiles(options);
      const listings = await Promise.all(files.map((file) => list(file, platform, around)));
      return listings.filter((listing) => listing !== undefined);
    },
    async review(text) {
      return toCandidates(readServers(parsePasted(text), platform), await surroundings());
    },
    apply(source, accepted) {
      // One after the other: two at once could choose the same name for two secrets.
      const done = queue.then(() => apply(source, accepted, options));
      queue = done.catch(() => undefined);
      return done;
    },
  };
}

/** A file that cannot be read has no entries; `apply` will say why it cannot be changed. */
async function ownEntries(editor: ConfigEditor): Promise<ReadonlyMap<string, unknown>> {
  try {
    return ownServers((await editor.read('mcp.json')).value);
  } catch (error) {
    if (error instanceof RouterError) return new Map();
    throw error;
  }
}

/** Undefined when there is no such file. */
async function list(
  file: ClientFile,
  platform: NodeJS.Platform,
  around: Surroundings,
): Promise<ImportListing | undefined> {
  const { client, title, path } = file;
  const read = await readForeignFile(path);
  if (read.kind === 'absent') return undefined;
  const { hash } = read;
  const listing = { client, title, path, hash };
  if (read.kind === 'unreadable') return { ...listing, candidates: [], problem: read.problem };
  const document = file.parse(read.text);
  if (!document.ok) {
    const problem = `Line ${document.line}: ${document.message}`;
    return { ...listing, candidates: [], problem };
  }
  const servers = readServers(file.servers(document.value), platform);
  return { ...listing, candidates: toCandidates(servers, around), problem: null };
}

async function apply(
  source: ImportSource,
  accepted: readonly AcceptedImport[],
  { editor, secrets, home, env, platform }: ServerImportsOptions,
): ReturnType<ServerImports['apply']> {
  const servers = await readSource(source, { home, env, platform });
  const before = await editor.read('mcp.json');
  const chosen = choose(accepted, servers, ownServers(before.value));
  const names = createSecretNames(secrets.values(), env);
  const edits = chosen.map(({ as, server }) => {
    const value = toOwnEntry(server.entry, (secret) => names.nameOf(as, secret));
    return { kind: 'set' as const, path: ['mcpServers', as], value };
  });
  const stored: string[] = [];
  try {
    for (const [name, value] of names.added) {
      await secrets.set(name, value);
      stored.push(name);
    }
    const change = { kind: 'edits' as const, edits };
    const document = await editor.write({ file: 'mcp.json', expected: before.hash, change });
    return { added: chosen.map(({ as }) => as), document };
  } catch (error) {
    // Nobody refers to them; what cannot be removed does no harm beside the error that counts.
    await Promise.allSettled(stored.map((name) => secrets.set(name, undefined)));
    throw error;
  }
}

/** Only files that `scan` looks at, and only as it saw them. */
async function readSource(
  source: ImportSource,
  places: Parameters<typeof clientFiles>[0],
): Promise<readonly ReadServer[]> {
  if (source.kind === 'text') return readServers(parsePasted(source.text), places.platform);
  const file = clientFiles(places).find(({ client, path }) => {
    return client === source.client && path === source.path;
  });
  if (file === undefined) {
    throw new RouterError('INVALID_REQUEST', 'That file is not one of another program');
  }
  const read = await readForeignFile(file.path);
  const document = read.kind === 'text' && read.hash === source.hash ? file.parse(read.text) : null;
  if (document?.ok) return readServers(file.servers(document.value), places.platform);
  const message = `${file.path} was changed meanwhile; look at it again`;
  throw new RouterError('CONFIG_CONFLICT', message);
}

interface Chosen {
  readonly as: string;
  readonly server: ReadServer;
}

function choose(
  accepted: readonly AcceptedImport[],
  servers: readonly ReadServer[],
  ours: ReadonlyMap<string, unknown>,
): readonly Chosen[] {
  const taken = new Set(ours.keys());
  return accepted.map(({ name, as }) => {
    const server = servers.find((one) => one.name === name);
    if (server === undefined) throw invalid(`There is no server '${name}' to take over`);
    if (server.entry.problem !== null) {
      throw invalid(`'${name}' cannot be taken over: ${server.entry.problem}`);
    }
    if (!isServerName(as)) {
      throw invalid(`'${as}' is not a name: use letters, digits, - and _, at most 64`);
    }
    if (taken.has(as)) throw invalid(`There is a server '${as}' already; choose another name`);
    taken.add(as);
    return { as, server };
  });
}

function invalid(message: string): RouterError {
  return new RouterError('INVALID_REQUEST', message, { param: 'accepted' });
}
