import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { ConfigDocument, ConfigFileName, ConfigPreview } from '#contract/config-editing.ts';
import { ControlError } from '#contract/control-client.ts';
import { useWoollama } from '#client/woollama.tsx';
import type { PendingChange } from './draft-state.ts';

export interface SavedChange {
  readonly before: ConfigDocument;
  readonly after: ConfigDocument;
}

export interface Saver {
  readonly saving: boolean;
  /** Why the last call failed. */
  readonly problem: Error | null;
  readonly setProblem: (problem: Error | null) => void;
  /** True when it was written. */
  readonly save: (pending: PendingChange) => Promise<boolean>;
  /** Undefined when it failed. */
  readonly preview: (pending: PendingChange) => Promise<ConfigPreview | undefined>;
}

export function useSaver(file: ConfigFileName, onSaved: (saved: SavedChange) => void): Saver {
  const { client } = useWoollama();
  const queries = useQueryClient();
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<Error | null>(null);

  const fail = async (error: unknown): Promise<void> => {
    setProblem(error instanceof Error ? error : new Error(String(error)));
    // The form shows against which text it stands now.
    if (isConflict(error)) await queries.invalidateQueries({ queryKey: ['config.read', { file }] });
  };

  const save = async ({ change, base: before }: PendingChange): Promise<boolean> => {
    setSaving(true);
    setProblem(null);
    try {
      const after = await client.call('config.write', { file, expected: before.hash, change });
      queries.setQueryData(['config.read', { file }], after);
      onSaved({ before, after });
      return true;
    } catch (error) {
      await fail(error);
      return false;
    } finally {
      setSaving(false);
    }
  };

  const preview = async (
    pending: PendingChange | undefined,
  ): Promise<ConfigPreview | undefined> => {
    if (pending === undefined) return undefined;
    const { change, base } = pending;
    try {
      return await client.call('config.preview', { file, expected: base.hash, change });
    } catch (error) {
      await fail(error);
      return undefined;
    }
  };
  return { saving, problem, setProblem, save, preview };
}

export function isConflict(error: unknown): boolean {
  return error instanceof ControlError && error.code === 'CONFIG_CONFLICT';
}
