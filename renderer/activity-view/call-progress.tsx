import { Progress, Stack } from '@mantine/core';
import type { ReactNode } from 'react';

import type { ActivityCall } from '#contract/activity.ts';
import { PlainText, revealHidden } from '#components/plain-text.tsx';
import { describeProgress } from './describe-request.ts';
import { percentOf } from './waterfall-model.ts';
import classes from './waterfall.module.css';

/** How far a running call is: as its server tells it, or only that it runs. */
export function CallProgress({ call }: { readonly call: ActivityCall }): ReactNode {
  const percent = percentOf(call);
  const label = `Progress of ${revealHidden(call.tool)}`;
  const words = [describeProgress(call), call.message].filter((part) => part !== undefined);
  return (
    <Stack gap={2} pb={4}>
      {percent === undefined ? (
        <div className={classes['waiting']} role="progressbar" aria-label={label} />
      ) : (
        <Progress value={percent} size={6} aria-label={label} transitionDuration={100} />
      )}
      <PlainText
        size="xs"
        c="dimmed"
        className="numbers"
        text={words.length === 0 ? 'Running; the server sends no progress' : words.join(' · ')}
      />
    </Stack>
  );
}
