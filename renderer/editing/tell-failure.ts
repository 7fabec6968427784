import { notifications } from '@mantine/notifications';

import { ControlError } from '#contract/control-client.ts';
import { revealHidden } from '#components/plain-text.tsx';

/** A notice that something was not done, and why. */
export function tellFailure(error: unknown, title: string): void {
  const isControl = error instanceof ControlError;
  const issues = isControl ? error.issues.map(({ message }) => message) : [];
  const reason = error instanceof Error ? error.message : String(error);
  const isConflict = isControl && error.code === 'CONFIG_CONFLICT';
  notifications.show({
    color: 'red',
    title,
    message: isConflict
      ? 'Another program wrote the file at the same moment. Nothing was lost; try again.'
      : revealHidden([reason, ...issues].join('. ')),
  });
}
