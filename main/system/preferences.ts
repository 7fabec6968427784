/** What the app remembers about itself; the router's settings are not here. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

import { replaceFile } from './replace-file.ts';

const bounds = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

const preferences = z.object({
  bounds: bounds.exactOptional(),
  maximized: z.boolean().default(false),
  notifications: z.boolean().default(true),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
});

export type Preferences = Readonly<z.infer<typeof preferences>>;

export interface PreferencesStore {
  /** There was no file: nobody has seen this app here before. */
  readonly isFirstRun: boolean;
  get(): Preferences;
  /** Counts at once; resolves when it is on disk, also when it could not be written. */
  set(change: Partial<Preferences>): Promise<void>;
}

/** A file that cannot be read counts as none: nothing in it is worth an error at start. */
export function openPreferences(path: string): PreferencesStore {
  const text = readText(path);
  let current = parse(text);
  let writing: Promise<void> = Promise.resolve();
  return {
    isFirstRun: text === undefined,
    get: () => current,
    set(change) {
      current = { ...current, ...change };
      writing = writing
        .then(() => replaceFile(path, `${JSON.stringify(current, null, 2)}\n`))
        // Read-only profile: the choice lasts until the app ends.
        .catch(() => undefined);
      return writing;
    },
  };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string | undefined): Preferences {
  try {
    return preferences.parse(JSON.parse(text ?? '{}'));
  } catch {
    return preferences.parse({});
  }
}
