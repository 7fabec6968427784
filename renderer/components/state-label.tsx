import { Group, Text } from '@mantine/core';
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CircleX,
  LoaderCircle,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';

export type StateTone = 'ok' | 'busy' | 'warn' | 'bad' | 'idle' | 'off';

/** What a state is called, and how it looks. */
export interface StateWord {
  readonly tone: StateTone;
  readonly word: string;
}

const TONES: Readonly<Record<StateTone, { icon: LucideIcon; color: string }>> = {
  ok: { icon: CircleCheck, color: 'var(--state-ok)' },
  busy: { icon: LoaderCircle, color: 'var(--state-busy)' },
  warn: { icon: CircleAlert, color: 'var(--state-warn)' },
  bad: { icon: CircleX, color: 'var(--state-bad)' },
  idle: { icon: CircleDashed, color: 'var(--state-idle)' },
  off: { icon: CircleSlash, color: 'var(--state-idle)' },
};

interface StateLabelProps {
  readonly tone: StateTone;
  /** The word: colour and shape never carry the meaning alone. */
  readonly children: ReactNode;
}

export function StateLabel({ tone, children }: StateLabelProps): ReactNode {
  const { icon: Icon, color } = TONES[tone];
  return (
    <Group gap={5} wrap="nowrap" style={{ color, flexShrink: 0 }}>
      <Icon size={14} aria-hidden />
      <Text span size="sm" fw={500} inherit={false} c={color}>
        {children}
      </Text>
    </Group>
  );
}
