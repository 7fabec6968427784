import { Stack, Switch, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { useRouterCall } from '#client/queries.ts';
import { Failure } from '#components/failure.tsx';
import { Notice } from '#components/notice.tsx';
import type { SettingsFieldsProps } from './settings-fields.tsx';

const EVERYWHERE = '0.0.0.0';
const LOOPBACK = /^(127\.|\[?::1\]?$|localhost$)/;

/** Other machines may come in only with a key, which is made before the door is opened. */
export function ExposureField({ form, onChange }: SettingsFieldsProps): ReactNode {
  const makeToken = useRouterCall('access.create-token');
  const isOpen = form.bind !== '' && !LOOPBACK.test(form.bind);
  const open = async (): Promise<void> => {
    if (form.tokenFile !== '') return onChange({ bind: EVERYWHERE });
    const { path } = await makeToken.mutateAsync({});
    onChange({ bind: EVERYWHERE, tokenFile: path });
  };
  const toggle = (on: boolean): void => {
    if (on) void open().catch(() => undefined);
    else onChange({ bind: '' });
  };
  return (
    <Stack gap="xs" mt="sm">
      <Switch
        label="Let other machines in"
        description="Every program, also on this machine, must then send a key. This window is never reachable from elsewhere."
        checked={isOpen}
        disabled={makeToken.isPending}
        onChange={(event) => toggle(event.currentTarget.checked)}
      />
      {isOpen && (
        <Notice
          tone="warn"
          title="Everybody in your network who has the key can use your models and tools"
        >
          <Text size="sm">
            The key travels unencrypted. It is kept in{' '}
            <span className="mono">{form.tokenFile}</span>; Home copies it for you after the
            restart.
          </Text>
        </Notice>
      )}
      {makeToken.error !== null && <Failure what="No key could be made" error={makeToken.error} />}
    </Stack>
  );
}
