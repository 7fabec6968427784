/** The pages in the order of the rail; Ctrl or Cmd and the number goes there. */
import {
  Activity,
  Bot,
  FlaskConical,
  House,
  Logs,
  MessagesSquare,
  ScrollText,
  Server,
  Settings,
  type LucideIcon,
} from 'lucide-react';

export interface PageInfo {
  readonly path: PagePath;
  readonly title: string;
  readonly icon: LucideIcon;
}

export type PagePath =
  | '/'
  | '/activity'
  | '/playground'
  | '/recipes'
  | '/inferencers'
  | '/servers'
  | '/conversations'
  | '/logs'
  | '/settings';

export const PAGES: readonly PageInfo[] = [
  { path: '/', title: 'Home', icon: House },
  { path: '/activity', title: 'Activity', icon: Activity },
  { path: '/playground', title: 'Playground', icon: FlaskConical },
  { path: '/recipes', title: 'Recipes', icon: ScrollText },
  { path: '/inferencers', title: 'Inferencers', icon: Bot },
  { path: '/servers', title: 'Servers', icon: Server },
  { path: '/conversations', title: 'Conversations', icon: MessagesSquare },
  { path: '/logs', title: 'Logs', icon: Logs },
  { path: '/settings', title: 'Settings', icon: Settings },
];
