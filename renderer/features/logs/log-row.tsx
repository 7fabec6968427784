import { memo, type ReactNode } from 'react';

import type { LogLevel, LogLine } from '#contract/logs.ts';
import { revealHidden } from '#components/plain-text.tsx';
import { clockTime } from './log-filter.ts';
import classes from './logs.module.css';

const LEVEL_CLASS: Partial<Record<LogLevel, string | undefined>> = {
  warn: classes['warn'],
  error: classes['error'],
  fatal: classes['error'],
};

/** Plain elements: thousands of them pass by. */
export const LogRow = memo(function LogRow({ line }: { readonly line: LogLine }): ReactNode {
  const { at, level, source, message, details } = line;
  return (
    <div className={classes['row']}>
      <time className={classes['time']} dateTime={new Date(at).toISOString()}>
        {clockTime(at)}
      </time>
      <span className={LEVEL_CLASS[level] ?? ''}>{level}</span>
      <span className={classes['source']} title={revealHidden(source)}>
        {revealHidden(source)}
      </span>
      <span className={classes['message']}>
        {revealHidden(message)}
        {details !== '' && <span className={classes['details']}> {revealHidden(details)}</span>}
      </span>
    </div>
  );
});
