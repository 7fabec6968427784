import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Code } from 'lucide-react';
import type { ReactNode } from 'react';

import { useRouterQuery } from '#client/queries.ts';
import type { CopyForm } from './snippets.ts';

/** The request as code; written only when it is copied. */
export function CopyAs({ forms }: { readonly forms: readonly CopyForm[] }): ReactNode {
  const { data: status } = useRouterQuery('status.get', {});
  const copy = ({ name, write }: CopyForm): void => {
    if (status === undefined) return;
    const { baseUrl, tokenRequired } = status;
    const text = write({ origin: new URL(baseUrl).origin, tokenRequired });
    if (text === undefined) return;
    navigator.clipboard.writeText(text).then(
      () => notifications.show({ message: `Copied as ${name}.`, color: 'teal' }),
      () => notifications.show({ message: 'The browser refused to copy.', color: 'red' }),
    );
  };
  return (
    <Menu position="top-start">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<Code size={14} aria-hidden />}
          disabled={status === undefined}
        >
          Copy as
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {forms.map((form) => (
          <Menu.Item key={form.name} onClick={() => copy(form)}>
            {form.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
