import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

import type { ActivityRequest, ActivityState } from '#contract/activity.ts';
import { describeDuration, useNow } from '#components/time-ago.tsx';
import { CallRow } from './call-row.tsx';
import { TurnRow } from './turn-row.tsx';
import { toWaterfall } from './waterfall-model.ts';
import classes from './waterfall.module.css';

interface WaterfallProps {
  readonly request: ActivityRequest;
}

/** The turns and tool calls of a request on its time axis, live while it runs. */
export function Waterfall({ request }: WaterfallProps): ReactNode {
  return request.state === 'running' ? (
    <RunningWaterfall request={request} />
  ) : (
    <Bars request={request} now={request.startedAt} />
  );
}

/** Only what runs follows the clock. */
function RunningWaterfall({ request }: WaterfallProps): ReactNode {
  return <Bars request={request} now={useNow()} />;
}

const NO_ROWS: Readonly<Record<ActivityState, string>> = {
  running: 'No turn and no tool call yet.',
  ok: 'A call that is handed on as it is has no turns and no tool calls.',
  error: 'It ended before any turn or tool call.',
  cancelled: 'It ended before any turn or tool call.',
};

function Bars({ request, now }: WaterfallProps & { readonly now: number }): ReactNode {
  const { rows, spanMs, ticks } = toWaterfall(request, now);
  const over = request.state !== 'running';
  if (rows.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {NO_ROWS[request.state]}
      </Text>
    );
  }
  return (
    <div className={classes['waterfall']}>
      <div className={classes['row']} aria-hidden>
        <span />
        <div className={classes['axis']}>
          {ticks.map((tick) => (
            <Text
              key={tick}
              span
              fz={10}
              c="dimmed"
              className={`${classes['tick']} numbers`}
              style={{ left: `${(tick / spanMs) * 100}%` }}
            >
              {describeDuration(tick)}
            </Text>
          ))}
        </div>
        <span />
      </div>
      <div role="list" aria-label="Turns and tool calls">
        {rows.map((row) =>
          row.kind === 'turn' ? (
            <TurnRow key={row.key} turn={row.turn} bar={row.bar} over={over} />
          ) : (
            <CallRow key={row.key} call={row.call} bar={row.bar} />
          ),
        )}
      </div>
    </div>
  );
}
