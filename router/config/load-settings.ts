/** settings.toml: what the Settings page edits. Absent keys mean that the program decides. */
import { z } from 'zod';

import { samplingPolicy } from '#contract/config.ts';
import { withoutValue } from './formats/value-at.ts';
import type { IssueLog } from './issue-log.ts';
import { warnMisspelledKeys } from './known-keys.ts';
import { type ConfigText, type LoadFailure, openFile } from './open-file.ts';
import { parseEntry } from './read-entry.ts';

const seconds = z.number().min(0);

const sections = {
  server: z.looseObject({
    /** Address to listen on, such as `127.0.0.1`. */
    bind: z.string().min(1).optional(),
    state_dir: z.string().min(1).optional(),
    /** File holding the token TCP clients must send. */
    token_file: z.string().min(1).optional(),
    /** 0 means the remembered one. */
    port: z.int().min(0).max(65_535).optional(),
  }),
  demo: z.looseObject({ enabled: z.boolean().optional() }),
  ollama: z.looseObject({ url: z.string().min(1).optional() }),
  claude: z.looseObject({ bin: z.string().min(1).optional() }),
  /** Times in seconds; 0 means none. */
  mcp: z.looseObject({
    call_timeout: seconds.optional(),
    connect_timeout: seconds.optional(),
    retry_max: seconds.optional(),
    question_timeout: seconds.optional(),
    tool_names: z.enum(['dotted', 'underscore']).optional(),
    tool_search: z.enum(['off', 'auto', 'on']).optional(),
    /** Megabytes. */
    max_result: z.number().min(0).optional(),
  }),
  /** What MCP servers get when they ask for a model and the client has none. */
  sampling: z.looseObject({
    policy: samplingPolicy.optional(),
    inferencer: z.string().min(1).optional(),
    max_tokens: z.int().min(1).optional(),
    per_hour: z.int().min(0).optional(),
  }),
  logs: z.looseObject({
    level: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).optional(),
  }),
  /** Read by the desktop app only. */
  app: z.looseObject({
    /** Starts in the tray, without its window. */
    start_hidden: z.boolean().optional(),
    notifications: z.boolean().optional(),
  }),
};

export const settingsSchema = z.looseObject({
  server: sections.server.prefault({}),
  demo: sections.demo.prefault({}),
  ollama: sections.ollama.prefault({}),
  claude: sections.claude.prefault({}),
  mcp: sections.mcp.prefault({}),
  sampling: sections.sampling.prefault({}),
  logs: sections.logs.prefault({}),
  app: sections.app.prefault({}),
});

export type Settings = z.infer<typeof settingsSchema>;

export interface LoadedSettings {
  readonly ok: true;
  readonly settings: Settings;
  readonly log: IssueLog;
}

/** A key with a wrong value is left out and reported; the other keys count. */
export function loadSettings(source: ConfigText): LoadedSettings | LoadFailure {
  const file = openFile(source);
  if (!file.ok) return file;
  const { root, log } = file;
  warnMisspelledKeys(log, root, { known: Object.keys(sections) });
  for (const [name, section] of Object.entries(sections)) {
    const known = Object.keys(section.shape);
    warnMisspelledKeys(log, root[name], { path: [name], known });
  }
  const settings = parseEntry(settingsSchema, root, file);
  if (settings) return { ok: true, settings, log };
  return { ok: true, settings: settingsSchema.parse(withoutFaults(root)), log };
}

function withoutFaults(root: unknown): unknown {
  const faults = settingsSchema.safeParse(root).error?.issues ?? [];
  return faults.reduce<unknown>((value, { path }) => {
    return withoutValue(value, path.slice(0, 2).map(String));
  }, root);
}
