/** Adds what the user said yes to, and offers to take it back. */
import { useState } from 'react';

import type { Params } from '#contract/api.ts';
import type { ConfigDocument } from '#contract/config-editing.ts';
import { useWoollama } from '#client/woollama.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { showSaved } from '#editing/undo-notice.tsx';
import { rememberApproval } from './approved-commands.ts';
import { serverEntries } from './entry-value.ts';

type Addition = Params<'imports.apply'>;

export interface AddServers {
  readonly isAdding: boolean;
  readonly problem: Error | null;
  /** One after the other; stops at the first that is refused. */
  readonly add: (additions: readonly Addition[]) => Promise<void>;
}

export function useAddServers(onAdded: (names: readonly string[]) => void): AddServers {
  const { client, queries } = useWoollama();
  const [isAdding, setIsAdding] = useState(false);
  const [problem, setProblem] = useState<Error | null>(null);

  async function apply(addition: Addition): Promise<readonly string[]> {
    const file = 'mcp.json';
    const before = await client.call('config.read', { file });
    const { added, document: after } = await client.call('imports.apply', addition);
    queries.setQueryData(['config.read', { file }], after);
    approve(after, added);
    const message = `Added ${added.map(revealHidden).join(', ')}.`;
    showSaved(message, { before, after }, { client, queries });
    return added;
  }

  return {
    isAdding,
    problem,
    add: async (additions) => {
      setIsAdding(true);
      setProblem(null);
      const names: string[] = [];
      try {
        for (const addition of additions) names.push(...(await apply(addition)));
        onAdded(names);
      } catch (error) {
        setProblem(error instanceof Error ? error : new Error(String(error)));
      } finally {
        setIsAdding(false);
      }
    },
  };
}

/** They got a yes, so their switches ask no more. */
function approve(document: ConfigDocument, names: readonly string[]): void {
  const entries = serverEntries(document);
  for (const name of names) {
    const entry = entries.get(name);
    if (entry !== undefined) rememberApproval(localStorage, entry);
  }
}
