import { Button, Group, PasswordInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { useRouterCall } from '#client/queries.ts';
import { tellFailure } from '#editing/tell-failure.ts';

/** Gives a variable that an entry needs its value; it is kept as a secret and not shown again. */
export function MissingVariable({ name }: { readonly name: string }): ReactNode {
  const queries = useQueryClient();
  const storing = useRouterCall('secrets.set');
  const [value, setValue] = useState('');
  const store = (): void =>
    storing.mutate(
      { name, value },
      {
        onSuccess(secrets) {
          queries.setQueryData(['secrets.list', {}], secrets);
          void queries.invalidateQueries({ queryKey: ['status.get'] });
          notifications.show({ message: `${name} is kept.`, color: 'teal' });
        },
        onError: (error) => tellFailure(error, `${name} was not kept`),
      },
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        store();
      }}
    >
      <Group gap="xs" mt={6} align="flex-end" wrap="nowrap">
        <PasswordInput
          size="xs"
          style={{ flex: 1 }}
          label={`Value of ${name}`}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          autoComplete="new-password"
        />
        <Button type="submit" size="xs" disabled={value === ''} loading={storing.isPending}>
          Keep as secret
        </Button>
      </Group>
    </form>
  );
}
