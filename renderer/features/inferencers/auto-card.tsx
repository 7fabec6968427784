import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { AUTO_MODEL } from '#contract/config.ts';
import type { RouterStatus } from '#contract/status.ts';
import { describeAuto } from '#client/describe-auto.ts';
import { CopyButton } from '#components/copy-button.tsx';
import { revealHidden } from '#components/plain-text.tsx';
import { Section } from '#components/section.tsx';
import { asSentence } from './as-sentence.ts';

/** Which model programs get that leave the choice to the router. */
export function AutoCard({ auto }: Pick<RouterStatus, 'auto'>): ReactNode {
  const isChosen = auto.model !== AUTO_MODEL;
  return (
    <Section
      title={AUTO_MODEL}
      actions={<CopyButton text={AUTO_MODEL} label={`Copy ${AUTO_MODEL}`} />}
    >
      <Text size="sm" className="breaks">
        Stands for <b>{isChosen ? revealHidden(describeAuto(auto.model)) : 'no model'}</b> now:{' '}
        {asSentence(revealHidden(auto.reason))}{' '}
        <Text span size="sm" c="dimmed">
          It is never one that costs money.
        </Text>
      </Text>
    </Section>
  );
}
