import { Alert, Group, Text } from '@mantine/core';
import { CircleAlert, CircleX, Info } from 'lucide-react';
import type { ReactNode } from 'react';

interface NoticeProps {
  readonly tone: 'info' | 'warn' | 'bad';
  /** What happened, in a sentence. */
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** The catalogue's code, for a search or a report. */
  readonly code?: string;
  /** A button that fixes or explains. */
  readonly action?: ReactNode;
}

const LOOKS = {
  info: { icon: Info, color: 'var(--state-busy)' },
  warn: { icon: CircleAlert, color: 'var(--state-warn)' },
  bad: { icon: CircleX, color: 'var(--state-bad)' },
} as const;

export function Notice({ tone, title, children, code, action }: NoticeProps): ReactNode {
  const { icon: Icon, color } = LOOKS[tone];
  return (
    <Alert
      variant="default"
      p="sm"
      icon={<Icon size={16} color={color} aria-hidden />}
      // Calm in both themes: the colour is in the edge and the icon only.
      style={{ borderInlineStart: `3px solid ${color}`, background: 'var(--surface)' }}
      role={tone === 'bad' ? 'alert' : 'status'}
      styles={{ message: { color: 'var(--mantine-color-text)' } }}
    >
      <Group justify="space-between" align="flex-start" gap="sm">
        {/* Where there is no room beside the words, the button stands below them. */}
        <div style={{ minWidth: 0, flex: '1 1 240px' }}>
          <Text size="sm" fw={500} className="breaks">
            {title}
            {code !== undefined && (
              <Text span size="xs" c="dimmed" ml={8} className="mono">
                {code}
              </Text>
            )}
          </Text>
          {children !== undefined && (
            <Text size="sm" component="div" className="breaks">
              {children}
            </Text>
          )}
        </div>
        {action !== undefined && <div style={{ flexShrink: 0 }}>{action}</div>}
      </Group>
    </Alert>
  );
}
