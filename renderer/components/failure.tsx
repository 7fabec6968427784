import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

import { Notice } from './notice.tsx';

interface FailureProps {
  /** What could not be done: `The list of tools could not be read`. */
  readonly what: string;
  readonly error: Error;
  readonly onRetry?: () => void;
}

/** An error of a call: what happened, its code, and a way on. */
export function Failure({ what, error, onRetry }: FailureProps): ReactNode {
  const code = 'code' in error && typeof error.code === 'string' ? error.code.toLowerCase() : '';
  return (
    <Notice
      tone="bad"
      title={what}
      {...(code !== '' && { code })}
      {...(onRetry && {
        action: (
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        ),
      })}
    >
      {isUnreachable(error) ? 'The router does not answer.' : error.message}
    </Notice>
  );
}

/** Browsers say "Failed to fetch" when nobody is there. */
function isUnreachable(error: Error): boolean {
  return error instanceof TypeError && /fetch|network|load failed/i.test(error.message);
}
