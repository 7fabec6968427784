import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import type { ServerFeatures } from '#contract/tools.ts';
import { CopyButton } from '#components/copy-button.tsx';
import { PlainText, revealHidden } from '#components/plain-text.tsx';
import { FeatureList } from './feature-list.tsx';
import classes from './servers.module.css';

const ROW_PX = 64;

type Prompt = ServerFeatures['prompts'][number];

export function ServerPrompts({ prompts }: Pick<ServerFeatures, 'prompts'>): ReactNode {
  return (
    <FeatureList
      items={prompts}
      label="Prompts"
      estimate={ROW_PX}
      keyOf={({ name }) => name}
      textsOf={({ name, title, description }) => [name, title ?? '', description]}
    >
      {(prompt) => <PromptRow prompt={prompt} />}
    </FeatureList>
  );
}

function PromptRow({ prompt }: { readonly prompt: Prompt }): ReactNode {
  const { name, title, description } = prompt;
  return (
    <div className={classes['feature']}>
      <div style={{ minWidth: 0 }}>
        <PlainText text={name} fw={500} className="mono" />
        {title !== undefined && title !== name && <PlainText text={title} size="sm" />}
        {description !== '' && (
          <PlainText text={description} size="xs" c="dimmed" className={classes['clamp'] ?? ''} />
        )}
        <Arguments prompt={prompt} />
      </div>
      <CopyButton text={name} label={`Copy the name ${revealHidden(name)}`} />
    </div>
  );
}

function Arguments({ prompt }: { readonly prompt: Prompt }): ReactNode {
  if (prompt.arguments.length === 0) return null;
  return (
    <Group gap={6} mt={2} wrap="wrap">
      <Text size="xs" c="dimmed">
        Arguments
      </Text>
      {prompt.arguments.map(({ name, required }) => (
        <Text key={name} span size="xs" className={`${classes['chip'] ?? ''} mono breaks`}>
          {revealHidden(name)}
          {!required && (
            <Text span size="xs" c="dimmed" ff="text" ml={4}>
              optional
            </Text>
          )}
        </Text>
      ))}
    </Group>
  );
}
