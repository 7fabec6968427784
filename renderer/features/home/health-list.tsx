import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import type { RouterStatus } from '#contract/status.ts';
import { PageLink } from '#components/page-link.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { StateLabel } from '#components/state-label.tsx';
import { describeHealth, type HealthLine } from './health.ts';
import { Section } from '#components/section.tsx';

export function HealthList({ status }: { readonly status: RouterStatus }): ReactNode {
  return (
    <Section title="How things stand">
      <Stack gap="xs" role="list">
        {describeHealth(status).map((line) => (
          <HealthRow key={line.id} line={line} />
        ))}
      </Stack>
    </Section>
  );
}

function HealthRow({ line }: { readonly line: HealthLine }): ReactNode {
  const { tone, word, text, fix } = line;
  return (
    <Group role="listitem" gap="sm" wrap="nowrap" align="flex-start">
      <div style={{ width: 112, flexShrink: 0 }}>
        <StateLabel tone={tone}>{word}</StateLabel>
      </div>
      <Text size="sm" className="breaks" style={{ flex: 1 }}>
        {revealHidden(text)}
      </Text>
      {fix && (
        <PageLink to={fix.to} search={fix.search}>
          {fix.label}
        </PageLink>
      )}
    </Group>
  );
}
