import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { CircleStop } from 'lucide-react';
import type { ReactNode } from 'react';

import { useRouterCall } from '#client/queries.ts';

/** Stops a running request; the model's connection and the tool both hear of it. */
export function CancelButton({ id }: { readonly id: string }): ReactNode {
  const cancel = useRouterCall('requests.cancel');
  const stop = (): void =>
    cancel.mutate(
      { id },
      {
        onError: ({ message }) =>
          notifications.show({ title: 'It could not be cancelled', message, color: 'red' }),
      },
    );
  return (
    <Button
      variant="default"
      style={{ flexShrink: 0 }}
      leftSection={<CircleStop size={14} aria-hidden />}
      onClick={stop}
      // It stays so until the end of the request takes the button away.
      disabled={cancel.isPending || cancel.data?.cancelled === true}
    >
      {cancel.isPending || cancel.data?.cancelled === true ? 'Cancelling' : 'Cancel'}
    </Button>
  );
}
