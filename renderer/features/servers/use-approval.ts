/** Before a change is saved: the commands it would start for the first time, and the user's yes. */
import { useState } from 'react';

import type { ConfigPreview } from '#contract/config-editing.ts';
import { ControlError } from '#contract/control-client.ts';
import { LONGEST_IMPORT_TEXT, type ImportCandidate } from '#contract/imports.ts';
import { useWoollama } from '#client/woollama.tsx';
import { tellFailure } from '#editing/tell-failure.ts';
import { newCommands } from './new-commands-model.ts';

export interface Approval {
  /** What waits for a yes; empty when nothing does. */
  readonly waiting: readonly ImportCandidate[];
  /** True at once when nothing new would be started. */
  readonly ask: (preview: ConfigPreview) => Promise<boolean>;
  readonly answer: (yes: boolean) => void;
}

interface Waiting {
  readonly candidates: readonly ImportCandidate[];
  readonly resolve: (yes: boolean) => void;
}

export function useApproval(): Approval {
  const { client } = useWoollama();
  const [waiting, setWaiting] = useState<Waiting>();

  async function review(text: string): Promise<readonly ImportCandidate[]> {
    // The router would refuse it like a text without servers, and nobody would be asked.
    if (text.length > LONGEST_IMPORT_TEXT) throw new Error('The file is too long to be looked at.');
    try {
      return (await client.call('imports.review', { text })).candidates;
    } catch (error) {
      // A text without servers starts nothing.
      if (error instanceof ControlError && error.code === 'INVALID_REQUEST') return [];
      throw error;
    }
  }

  return {
    waiting: waiting?.candidates ?? [],
    async ask(preview) {
      try {
        const [before, after] = await Promise.all([review(preview.before), review(preview.after)]);
        const candidates = newCommands(before, after);
        if (candidates.length === 0) return true;
        return await new Promise<boolean>((resolve) => setWaiting({ candidates, resolve }));
      } catch (error) {
        tellFailure(error, 'mcp.json was not changed');
        return false;
      }
    },
    answer(yes) {
      waiting?.resolve(yes);
      setWaiting(undefined);
    },
  };
}
