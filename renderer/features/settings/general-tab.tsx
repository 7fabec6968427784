import { ScrollArea, SegmentedControl, Stack, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';

import { callShell } from '#client/shell.ts';
import { useWoollama } from '#client/woollama.tsx';
import { Section } from '#components/section.tsx';
import { DataLocations } from './data-locations.tsx';
import { DesktopSettings } from './desktop-settings.tsx';
import { KeptSecrets } from './kept-secrets.tsx';
import { UpdateSettings } from './update-settings.tsx';

export function GeneralTab(): ReactNode {
  const { shell } = useWoollama();
  return (
    <ScrollArea style={{ flex: 1 }} viewportProps={{ tabIndex: 0, 'aria-label': 'General' }}>
      <Stack gap="md" pr="sm">
        <Appearance />
        {shell !== undefined && <DesktopSettings shell={shell} />}
        {shell !== undefined && <UpdateSettings shell={shell} />}
        <KeptSecrets />
        <DataLocations />
      </Stack>
    </ScrollArea>
  );
}

const SCHEMES = [
  { value: 'auto', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

function Appearance(): ReactNode {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { shell } = useWoollama();
  const choose = (value: string): void => {
    const scheme = SCHEMES.find((one) => one.value === value)?.value ?? 'auto';
    setColorScheme(scheme);
    if (shell === undefined) return;
    // Window frame and menus follow; the page itself has changed already.
    const theme = scheme === 'auto' ? 'system' : scheme;
    callShell(shell, 'shell.set-theme', { theme }).catch(() => undefined);
  };
  return (
    <Section title="Appearance">
      <SegmentedControl
        aria-label="Appearance"
        size="xs"
        value={colorScheme}
        onChange={choose}
        data={SCHEMES.map((scheme) => ({ ...scheme }))}
        style={{ alignSelf: 'flex-start' }}
      />
    </Section>
  );
}
