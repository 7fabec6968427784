import type { Flags } from './resolve-settings.ts';

/** What a command is run with. */
export interface Invocation {
  readonly flags: Flags;
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
}
