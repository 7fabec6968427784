import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { WoollamaProvider, type Woollama } from '#client/woollama.tsx';
import { theme } from '#theme/theme.ts';
import type { createAppRouter } from './router.tsx';
import classes from './toasts.module.css';

const colorScheme = localStorageColorSchemeManager({ key: 'woollama-appearance' });

const TOASTS = { root: classes['toasts'] ?? '', notification: classes['toast'] ?? '' };

interface AppProps {
  readonly woollama: Woollama;
  readonly router: ReturnType<typeof createAppRouter>;
}

export function App({ woollama, router }: AppProps): ReactNode {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colorScheme}>
      <Notifications position="bottom-left" limit={3} classNames={TOASTS} />
      <QueryClientProvider client={woollama.queries}>
        <WoollamaProvider value={woollama}>
          <RouterProvider router={router} />
        </WoollamaProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
