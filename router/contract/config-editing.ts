/** How the owner reads and changes the configuration files: always on the text that is there. */
import { z } from 'zod';

import { configIssue } from './config.ts';

export const configFile = z.enum(['mcp.json', 'recipes.toml', 'inferencers.toml', 'settings.toml']);

const path = z.array(z.union([z.string(), z.int()])).min(1);

export const configEdit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('set'), path, value: z.unknown() }),
  z.object({ kind: z.literal('remove'), path }),
  /** Another name for the last part of the path; comments and order stay. */
  z.object({ kind: z.literal('rename'), path, to: z.string().min(1) }),
]);

/** Single edits that leave everything else as it is, or a whole new text. */
export const configChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('edits'), edits: z.array(configEdit).min(1) }),
  z.object({ kind: z.literal('text'), text: z.string().max(4_000_000) }),
]);

export const configDocument = z.object({
  file: configFile,
  /** Where it is, or would be written. */
  path: z.string(),
  /**
   * What it says; of a file that does not exist, what counts instead. Secrets that stand in it are
   * replaced by placeholders such as `‹secret 1›`, which `config.write` turns back.
   */
  text: z.string(),
  /** What an edit must name as `expected`; null when there is no file yet. */
  hash: z.string().nullable(),
  /** Whether the text is the one that came with the program. */
  bundled: z.boolean(),
  /** The parsed text, placeholders in it; null when it cannot be parsed. */
  value: z.record(z.string(), z.unknown()).nullable(),
  issues: z.array(configIssue).readonly(),
});

export const configPreview = z.object({
  before: z.string(),
  after: z.string(),
  /** All of the text after. */
  issues: z.array(configIssue).readonly(),
  /** Those that are new and make `config.write` refuse. Empty means it can be saved. */
  refusals: z.array(configIssue).readonly(),
});

export type ConfigFileName = z.infer<typeof configFile>;
export type ConfigEditRequest = Readonly<z.infer<typeof configEdit>>;
export type ConfigChange = Readonly<z.infer<typeof configChange>>;
export type ConfigDocument = Readonly<z.infer<typeof configDocument>>;
export type ConfigPreview = Readonly<z.infer<typeof configPreview>>;
