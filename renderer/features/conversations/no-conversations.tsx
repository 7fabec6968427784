import { Code, Group, Stack, Tabs, Text } from '@mantine/core';
import { MessagesSquare } from 'lucide-react';
import type { ReactNode } from 'react';

import { useRouterQuery } from '#client/queries.ts';
import { CopyButton } from '#components/copy-button.tsx';
import { NothingHere } from '#components/nothing-here.tsx';
import { firstConversation, namesStore, type Snippet } from './first-conversation.ts';
import classes from './conversations.module.css';

/** What belongs here, and how to begin one. */
export function NoConversations(): ReactNode {
  const { data: status } = useRouterQuery('status.get', {});
  const { data: file } = useRouterQuery('config.read', { file: 'mcp.json' });
  if (status === undefined || file === undefined) return null;
  const hasStore = namesStore(file.value);
  const snippets = firstConversation({ ...status, hasStore });
  return (
    <NothingHere icon={MessagesSquare} title="No conversations yet">
      <Stack gap="sm" align="center">
        <Text size="sm">
          A program that sends <Code>store: true</Code> begins one and gets its id. The router keeps
          the id only; what is said stays with its holder.
        </Text>
        {!hasStore && (
          <Text size="sm">
            Claude Code and Claude&apos;s managed agents hold their own. For any other model, name a
            store in mcp.json: <Code>{'"conversationStore": { "server": "..." }'}</Code>
          </Text>
        )}
        <Snippets snippets={snippets} />
      </Stack>
    </NothingHere>
  );
}

function Snippets({ snippets }: { readonly snippets: readonly Snippet[] }): ReactNode {
  return (
    <Tabs defaultValue="curl" keepMounted={false} className={classes['empty'] ?? ''} ta="start">
      <Tabs.List>
        {snippets.map(({ title }) => (
          <Tabs.Tab key={title} value={title}>
            <Text size="sm">{title}</Text>
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {snippets.map(({ title, text }) => (
        <Tabs.Panel key={title} value={title} pt="xs">
          <Code block tabIndex={0} style={{ whiteSpace: 'pre-wrap' }} className="breaks">
            {text}
          </Code>
          <Group justify="flex-end" mt="xs">
            <CopyButton text={text} label={`Copy for ${title}`} wide />
          </Group>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
