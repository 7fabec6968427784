import { Code, Group, Stack, Tabs, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import type { RouterStatus } from '#contract/status.ts';
import { CopyButton } from '#components/copy-button.tsx';
import { Section } from '#components/section.tsx';
import { describeSetups, modelThatAnswers, type Setup } from './setup-snippets.ts';

export function SetupTabs({ status }: { readonly status: RouterStatus }): ReactNode {
  const { recipes, servers } = status;
  const model = modelThatAnswers(recipes);
  const tools = servers.reduce((sum, server) => sum + server.tools, 0);
  const setups = describeSetups({ ...status, model, tools, mcpCommand: status.mcpCommand });
  return (
    <Section title="Use it from a program">
      <Tabs defaultValue="curl" keepMounted={false}>
        <Tabs.List>
          {setups.map(({ id, title }) => (
            <Tabs.Tab key={id} value={id} px="xs">
              <Text size="sm">{title}</Text>
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {setups.map((setup) => (
          <Tabs.Panel key={setup.id} value={setup.id} pt="sm">
            <SetupPanel setup={setup} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Section>
  );
}

function SetupPanel({ setup }: { readonly setup: Setup }): ReactNode {
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {setup.where}
        </Text>
        <CopyButton text={setup.text} label={`Copy for ${setup.title}`} wide />
      </Group>
      <Code block tabIndex={0} style={{ whiteSpace: 'pre-wrap' }} className="breaks">
        {setup.text}
      </Code>
      {setup.notes.map((note) => (
        <Text key={note} size="sm">
          {note}
        </Text>
      ))}
    </Stack>
  );
}
