/** What rows, menus and the drawer can do; questions are asked in one place. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import type { InferencerRow } from './inferencer-rows.ts';
import { useInferencerEdits, type InferencerEdits } from './use-inferencer-edits.ts';

export interface InferencerActions {
  readonly edits: InferencerEdits;
  readonly open: (name: string) => void;
  readonly close: () => void;
  readonly edit: (name: string) => void;
  /** Asks first. */
  readonly askRemoval: (row: InferencerRow | undefined) => void;
  readonly leaving: InferencerRow | undefined;
}

export function useInferencerActions(): InferencerActions {
  const navigate = useNavigate();
  const edits = useInferencerEdits();
  const [leaving, setLeaving] = useState<InferencerRow>();
  const go = (search: { open?: string; edit?: string }): void => {
    void navigate({ to: '/inferencers', search });
  };
  return {
    edits,
    open: (open) => go({ open }),
    close: () => go({}),
    edit: (edit) => go({ edit }),
    askRemoval: setLeaving,
    leaving,
  };
}
