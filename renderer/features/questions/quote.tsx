import { Box, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { PlainText } from '#components/plain-text.tsx';
import classes from './questions.module.css';

interface QuoteProps {
  /** Whose words, or what they are. */
  readonly label: string;
  readonly text: string;
}

/** A stranger's words, set apart and of any length. */
export function Quote({ label, text }: QuoteProps): ReactNode {
  return (
    <div>
      <Text size="xs" c="dimmed" mb={2} className="breaks">
        {label}
      </Text>
      {/* It scrolls, so the keyboard must reach it. */}
      <Box className={classes['quote'] ?? ''} tabIndex={0} role="group" aria-label={label}>
        <PlainText text={text} />
      </Box>
    </div>
  );
}
