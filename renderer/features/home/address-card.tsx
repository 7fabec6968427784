import { Button, Group, Stack, Text } from '@mantine/core';
import { KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';

import type { RouterStatus } from '#contract/status.ts';
import { useRouterCall } from '#client/queries.ts';
import { CopyButton } from '#components/copy-button.tsx';
import { Failure } from '#components/failure.tsx';
import { Section } from '#components/section.tsx';

export function AddressCard({ status }: { readonly status: RouterStatus }): ReactNode {
  return (
    <Section title="Address">
      <Group gap="sm" align="center">
        <Text fz="xl" fw={600} className="mono breaks" style={{ fontSize: '1.25rem' }}>
          {status.baseUrl}
        </Text>
        <CopyButton text={status.baseUrl} label="Copy base_url" wide />
        {status.tokenRequired && <CopyKey />}
      </Group>
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          MCP
        </Text>
        <Text size="sm" className="mono breaks">
          {status.mcpUrl}
        </Text>
        <CopyButton text={status.mcpUrl} label="Copy MCP URL" />
      </Group>
      <Text size="sm" c="dimmed">
        {status.tokenRequired
          ? 'Programs must send the key, also on this machine.'
          : 'Only programs on this machine can reach it. Where a program wants a key, any word does.'}
      </Text>
    </Section>
  );
}

/** The key goes from the router to the clipboard and is not kept in the page. */
function CopyKey(): ReactNode {
  const token = useRouterCall('access.token');
  const copy = async (): Promise<void> => {
    const { token: key } = await token.mutateAsync({});
    if (key !== null) await navigator.clipboard.writeText(key);
    token.reset();
  };
  return (
    <Stack gap={4}>
      <Button
        variant="default"
        leftSection={<KeyRound size={14} aria-hidden />}
        onClick={() => void copy().catch(() => undefined)}
        loading={token.isPending}
      >
        Copy key
      </Button>
      {token.error !== null && <Failure what="The key could not be copied" error={token.error} />}
    </Stack>
  );
}
