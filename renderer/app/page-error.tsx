import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { Notice } from '#components/notice.tsx';
import { Page } from '#components/page.tsx';

/** A page that broke; the others still work. */
export function PageError({ error, reset }: ErrorComponentProps): ReactNode {
  return (
    <Page title="This page broke">
      <Notice
        tone="bad"
        title="Woollama made a mistake in showing this page"
        action={<Button onClick={reset}>Show it again</Button>}
      >
        {error instanceof Error ? error.message : String(error)}
      </Notice>
    </Page>
  );
}
