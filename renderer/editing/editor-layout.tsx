import { Box, ScrollArea, Stack } from '@mantine/core';
import type { ReactNode } from 'react';

import classes from './editor-layout.module.css';

interface EditorLayoutProps {
  readonly form: ReactNode;
  /** What the form does to the file. */
  readonly panel: ReactNode;
  readonly label: string;
}

/** Form and file side by side; one below the other in a narrow window. */
export function EditorLayout({ form, panel, label }: EditorLayoutProps): ReactNode {
  return (
    <Box className={classes['split'] ?? ''} role="group" aria-label={label}>
      <ScrollArea
        className={classes['form'] ?? ''}
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Form' }}
      >
        <Stack gap="sm" pl={2} pr="sm" pb="sm">
          {form}
        </Stack>
      </ScrollArea>
      <div className={classes['panel']}>{panel}</div>
    </Box>
  );
}
