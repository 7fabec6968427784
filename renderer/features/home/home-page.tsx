import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';

import { Failure } from '#components/failure.tsx';
import { Page } from '#components/page.tsx';
import { useRouterQuery } from '#client/queries.ts';
import { AddressCard } from './address-card.tsx';
import { FirstSteps } from './first-steps.tsx';
import { hasTrouble } from './health.ts';
import { HealthList } from './health-list.tsx';
import { SetupTabs } from './setup-tabs.tsx';

/** The address, how to use it, how things stand. */
export function HomePage(): ReactNode {
  const { data: status, error, refetch } = useRouterQuery('status.get', {});
  if (status === undefined) {
    return (
      <Page title="Home">
        {error === null ? (
          <Skeleton h={120} animate={false} aria-label="Asking the router" />
        ) : (
          <Failure
            what="The router did not say how it is"
            error={error}
            onRetry={() => void refetch()}
          />
        )}
      </Page>
    );
  }
  return (
    <Page title="Home" hint="One address for your AI programs, their models and their tools.">
      <AddressCard status={status} />
      {hasTrouble(status) && <HealthList status={status} />}
      <FirstSteps status={status} />
      <SetupTabs status={status} />
      {!hasTrouble(status) && <HealthList status={status} />}
    </Page>
  );
}
