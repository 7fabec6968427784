import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

import type { Answering } from './use-answer.ts';

interface RefuseButtonsProps {
  readonly answering: Answering;
  /** The focus begins here, where another button would do something. */
  readonly focused?: boolean;
}

/** No, and no answer: the server may ask again after the second one. */
export function RefuseButtons({ answering, focused = false }: RefuseButtonsProps): ReactNode {
  const { busy, give } = answering;
  return (
    <>
      <Button variant="default" disabled={busy} onClick={() => void give({ action: 'decline' })}>
        Decline
      </Button>
      <Button
        variant="default"
        disabled={busy}
        onClick={() => void give({ action: 'cancel' })}
        data-autofocus={focused || undefined}
      >
        Not now
      </Button>
    </>
  );
}
