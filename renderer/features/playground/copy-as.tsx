import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Code } from 'lucide-react';
import type { ReactNode } from 'react';

import { useRouterQuery } from '#client/queries.ts';
import type { ChatCall } from './chat-request.ts';
import { toCurl, toJavaScript, toPython, type SnippetHost } from './snippets.ts';

const FORMS = [
  ['curl', toCurl],
  ['Python', toPython],
  ['JavaScript', toJavaScript],
] as const;

/** The request as code; asked for only when it is copied. */
export function CopyAs({ call }: { readonly call: () => ChatCall }): ReactNode {
  const { data: status } = useRouterQuery('status.get', {});
  const copy = (name: string, write: (call: ChatCall, host: SnippetHost) => string): void => {
    if (status === undefined) return;
    const { baseUrl, tokenRequired } = status;
    const text = write(call(), { origin: new URL(baseUrl).origin, tokenRequired });
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
        {FORMS.map(([name, write]) => (
          <Menu.Item key={name} onClick={() => copy(name, write)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
