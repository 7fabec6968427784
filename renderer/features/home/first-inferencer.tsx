import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import type { RouterStatus } from '#contract/status.ts';
import { describeAuto } from '#client/describe-auto.ts';
import { PageLink } from '#components/page-link.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { StateLabel } from '#components/state-label.tsx';
import { findInferencers } from './found-inferencers.ts';

interface FirstInferencerProps {
  readonly status: RouterStatus;
  readonly onNext: () => void;
}

export function FirstInferencer({ status, onNext }: FirstInferencerProps): ReactNode {
  const { auto } = status;
  return (
    <Stack gap="xs">
      <Text size="sm">
        Recipes with the inferencer <b>auto/default</b> are answered by{' '}
        <b>{revealHidden(describeAuto(auto.model))}</b> now. It is never one that costs money.
      </Text>
      {findInferencers(status).map(({ name, tone, word, text, step, isGroup }) => (
        <Group key={name} gap="sm" wrap="nowrap">
          <Text size="sm" fw={500} w={96} className="ellipsis" title={name}>
            {revealHidden(name)}
          </Text>
          <div style={{ width: 112, flexShrink: 0 }}>
            <StateLabel tone={tone}>{word}</StateLabel>
          </div>
          <Text size="sm" className="breaks" style={{ flex: 1 }}>
            {revealHidden(text)}
          </Text>
          {step !== undefined && (
            <PageLink to="/inferencers" search={isGroup ? {} : { open: name }}>
              {step}
            </PageLink>
          )}
        </Group>
      ))}
      <Group justify="flex-end">
        <Button onClick={onNext}>Next: tools</Button>
      </Group>
    </Stack>
  );
}
