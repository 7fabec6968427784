import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { z } from 'zod';

import { HomePage } from '../features/home/home-page.tsx';
import { PageError } from './page-error.tsx';
import { ShellLayout } from './shell-layout.tsx';

const root = createRootRoute({ component: ShellLayout });

const text = z.string().optional().catch(undefined);

/** Search parameters are how one page hands something to another. */
const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });

const activity = createRoute({
  getParentRoute: () => root,
  path: '/activity',
  /** `request` is opened. */
  validateSearch: z.object({ request: text }),
  component: lazyRouteComponent(
    () => import('../features/activity/activity-page.tsx'),
    'ActivityPage',
  ),
});

const playground = createRoute({
  getParentRoute: () => root,
  path: '/playground',
  /** One of them: what to try, or the id of a conversation to go on with. */
  validateSearch: z.object({ model: text, tool: text, conversation: text }),
  component: lazyRouteComponent(
    () => import('../features/playground/playground-page.tsx'),
    'PlaygroundPage',
  ),
});

const recipes = createRoute({
  getParentRoute: () => root,
  path: '/recipes',
  /** `edit` is the name of a recipe, or empty for a new one. */
  validateSearch: z.object({ edit: text }),
  component: lazyRouteComponent(
    () => import('../features/recipes/recipes-page.tsx'),
    'RecipesPage',
  ),
});

const inferencers = createRoute({
  getParentRoute: () => root,
  path: '/inferencers',
  /** `open` shows one, `edit` edits one or, empty, the whole file; `add` adds one. */
  validateSearch: z.object({ open: text, edit: text, add: text }),
  component: lazyRouteComponent(
    () => import('../features/inferencers/inferencers-page.tsx'),
    'InferencersPage',
  ),
});

const servers = createRoute({
  getParentRoute: () => root,
  path: '/servers',
  /** `open` shows one, `edit` edits one, `add` opens the dialog; `review` is a text to look at. */
  validateSearch: z.object({ open: text, edit: text, add: text, review: text }),
  component: lazyRouteComponent(
    () => import('../features/servers/servers-page.tsx'),
    'ServersPage',
  ),
});

const conversations = createRoute({
  getParentRoute: () => root,
  path: '/conversations',
  /** `open` shows one. */
  validateSearch: z.object({ open: text }),
  component: lazyRouteComponent(
    () => import('../features/conversations/conversations-page.tsx'),
    'ConversationsPage',
  ),
});

const logs = createRoute({
  getParentRoute: () => root,
  path: '/logs',
  validateSearch: z.object({ source: text }),
  component: lazyRouteComponent(() => import('../features/logs/logs-page.tsx'), 'LogsPage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  validateSearch: z.object({ tab: text }),
  component: lazyRouteComponent(
    () => import('../features/settings/settings-page.tsx'),
    'SettingsPage',
  ),
});

const routeTree = root.addChildren([
  home,
  activity,
  playground,
  recipes,
  inferencers,
  servers,
  conversations,
  logs,
  settings,
]);

export function createAppRouter() {
  return createRouter({
    routeTree,
    // The part behind `#` works in the app's own scheme and below /ui/ alike.
    history: createHashHistory(),
    defaultErrorComponent: PageError,
    defaultPendingMinMs: 0,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
