import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { revealHidden } from '#components/plain-text.tsx';
import classes from './servers.module.css';

/** Every part of a command in a box of its own, wrapped and never cut, so that blanks can be told. */
export function CommandLineView({ parts }: { readonly parts: readonly string[] }): ReactNode {
  return (
    <div role="group" aria-label="Command line" dir="ltr">
      {parts.map((part, index) => (
        // The same argument may come twice; their order never changes.
        // oxlint-disable-next-line react/no-array-index-key
        <Text span key={index} className={`${classes['argument'] ?? ''} mono`} inherit={false}>
          {part === '' ? '""' : revealHidden(part)}
        </Text>
      ))}
    </div>
  );
}
