/** Small changes of a file that are made at once, without an editor. Each can be taken back. */
import { useState } from 'react';

import type {
  ConfigChange,
  ConfigDocument,
  ConfigEditRequest,
  ConfigFileName,
} from '#contract/config-editing.ts';
import { useWoollama } from '#client/woollama.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { tellFailure } from './tell-failure.ts';
import { showSaved } from './undo-notice.tsx';

interface QuickChange {
  /** What is changed, such as the name of an entry. */
  readonly key: string;
  /** Said when it is done. */
  readonly message: string;
  /** Of the file as it is then; none means that there is nothing to do. */
  readonly edits: (document: ConfigDocument) => readonly ConfigEditRequest[];
}

export interface QuickEdits {
  /** Keys of what is being written now. */
  readonly busy: ReadonlySet<string>;
  /** True when it was written. */
  readonly apply: (change: QuickChange) => Promise<boolean>;
}

export function useQuickEdits(file: ConfigFileName): QuickEdits {
  const { client, queries } = useWoollama();
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());

  const write = async ({ message, edits }: QuickChange): Promise<void> => {
    const before = await client.call('config.read', { file });
    const wanted = edits(before);
    if (wanted.length === 0) return;
    const change: ConfigChange = { kind: 'edits', edits: [...wanted] };
    const after = await client.call('config.write', { file, expected: before.hash, change });
    queries.setQueryData(['config.read', { file }], after);
    showSaved(revealHidden(message), { before, after }, { client, queries });
  };

  return {
    busy,
    async apply(change) {
      setBusy((now) => new Set(now).add(change.key));
      try {
        await write(change);
        return true;
      } catch (error) {
        tellFailure(error, `${file} was not changed`);
        return false;
      } finally {
        setBusy((now) => new Set([...now].filter((key) => key !== change.key)));
      }
    },
  };
}
