/** MCP servers that other programs know, or that somebody pasted. Data only: nothing is started. */
import { z } from 'zod';

/** Characters of a text in which servers are looked for. */
export const LONGEST_IMPORT_TEXT = 100_000;

export const importClient = z.enum([
  'claude-desktop',
  'claude-code',
  'cursor',
  'vscode',
  'windsurf',
  'codex',
  'zed',
  'gemini-cli',
]);

/** Something to look at twice before saying yes. */
export const importWarning = z.object({
  code: z.enum([
    'runs-as-root',
    'deletes-files',
    'runs-a-shell',
    'downloads-code',
    'reads-keys',
    'hidden-characters',
    'plain-http',
    /** This router, as other programs know it. */
    'is-woollama',
    /** A variable or a file of variables that the other program fills in and the router cannot. */
    'missing-value',
    /** A variable that decides which code the program runs. */
    'changes-what-runs',
  ]),
  message: z.string(),
});

export const importCandidate = z.object({
  /** As the other program calls it. */
  name: z.string(),
  /** Free in our mcp.json. */
  suggestedName: z.string(),
  /** An entry of ours does the same already. */
  known: z.boolean(),
  /** Every part of the command, untruncated, hidden characters shown as `\u{...}`; empty for a URL. */
  commandLine: z.array(z.string()).readonly(),
  url: z.string().nullable(),
  /**
   * Hidden characters shown as `\u{...}`; `${NAME}` stays as it is, a secret within a value is a mark,
   * and a value that is one secret, or looks like one, is null.
   */
  env: z.array(z.object({ name: z.string(), value: z.string().nullable() }).readonly()).readonly(),
  /** Never their values. */
  headerNames: z.array(z.string()).readonly(),
  /** Of `env` and `headers`, the ones that hold a literal secret, which goes into the store of secrets. */
  secretNames: z.array(z.string()).readonly(),
  cwd: z.string().nullable(),
  disabled: z.boolean(),
  warnings: z.array(importWarning).readonly(),
  /** Why it cannot be taken over, if it cannot. */
  problem: z.string().nullable(),
});

export const importSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), client: importClient, path: z.string(), hash: z.string() }),
  z.object({ kind: z.literal('text'), text: z.string().max(LONGEST_IMPORT_TEXT) }),
]);

export const importListing = z.object({
  client: importClient,
  title: z.string(),
  path: z.string(),
  hash: z.string(),
  candidates: z.array(importCandidate).readonly(),
  problem: z.string().nullable(),
});

export type ImportClient = z.infer<typeof importClient>;
export type ImportWarning = Readonly<z.infer<typeof importWarning>>;
export type ImportCandidate = Readonly<z.infer<typeof importCandidate>>;
export type ImportSource = Readonly<z.infer<typeof importSource>>;
export type ImportListing = Readonly<z.infer<typeof importListing>>;
