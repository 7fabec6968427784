import { Badge, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import type { ServerFeatures } from '#contract/tools.ts';
import { CopyButton } from '#components/copy-button.tsx';
import { PlainText, revealHidden } from '#components/plain-text.tsx';
import { FeatureList } from './feature-list.tsx';
import classes from './servers.module.css';

const ROW_PX = 58;

type Resource = ServerFeatures['resources'][number];

export function ServerResources({ resources }: Pick<ServerFeatures, 'resources'>): ReactNode {
  return (
    <FeatureList
      items={resources}
      label="Resources"
      estimate={ROW_PX}
      keyOf={({ uri, isTemplate }) => `${isTemplate ? 'template' : 'resource'} ${uri}`}
      textsOf={({ uri, name, description, mimeType }) => [uri, name, description, mimeType ?? '']}
    >
      {(resource) => <ResourceRow resource={resource} />}
    </FeatureList>
  );
}

function ResourceRow({ resource }: { readonly resource: Resource }): ReactNode {
  const { uri, name, description, mimeType, isTemplate } = resource;
  return (
    <div className={classes['feature']}>
      <div style={{ minWidth: 0 }}>
        <Group gap={8} wrap="nowrap" align="center">
          <Text size="sm" fw={500} className="ellipsis" title={revealHidden(name)}>
            {revealHidden(name)}
          </Text>
          {isTemplate && (
            <Badge color="gray" style={{ flexShrink: 0 }}>
              Template
            </Badge>
          )}
          {mimeType !== undefined && (
            <Text size="xs" c="dimmed" className="ellipsis" style={{ maxWidth: '40%' }}>
              {revealHidden(mimeType)}
            </Text>
          )}
        </Group>
        <PlainText text={uri} className="mono" c="dimmed" />
        {description !== '' && (
          <PlainText text={description} size="xs" c="dimmed" className={classes['clamp'] ?? ''} />
        )}
      </div>
      <CopyButton text={uri} label={`Copy the URI ${revealHidden(uri)}`} />
    </div>
  );
}
