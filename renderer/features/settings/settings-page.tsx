import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { Page } from '#components/page.tsx';
import { AboutTab } from './about-tab.tsx';
import { GeneralTab } from './general-tab.tsx';
import { RouterTab } from './router-tab.tsx';

const TABS = ['general', 'router', 'about'] as const;

const FILL = { display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0 } as const;

/** The tab stands in the address, so that leaving one with unsaved changes asks first. */
export function SettingsPage(): ReactNode {
  const search = useSearch({ from: '/settings' });
  const navigate = useNavigate({ from: '/settings' });
  const tab = TABS.find((one) => one === search.tab) ?? 'general';
  return (
    <Page title="Settings" fill>
      <Tabs
        value={tab}
        keepMounted={false}
        style={FILL}
        onChange={(next) => {
          void navigate({ search: next === null || next === 'general' ? {} : { tab: next } });
        }}
      >
        <Tabs.List mb="sm">
          <Tabs.Tab value="general">General</Tabs.Tab>
          <Tabs.Tab value="router">Router</Tabs.Tab>
          <Tabs.Tab value="about">About</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="general" style={FILL}>
          <GeneralTab />
        </Tabs.Panel>
        <Tabs.Panel value="router" style={FILL}>
          <RouterTab />
        </Tabs.Panel>
        <Tabs.Panel value="about" style={FILL}>
          <AboutTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
