import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { PAGES } from './pages.ts';
import classes from './shell.module.css';

export function Rail(): ReactNode {
  return (
    <nav className={classes['rail']} aria-label="Pages">
      {PAGES.map(({ path, title, icon: Icon }, index) => (
        <Link
          key={path}
          to={path}
          className={classes['railLink'] ?? ''}
          activeOptions={{ exact: path === '/', includeSearch: false }}
          aria-keyshortcuts={`Control+${index + 1} Meta+${index + 1}`}
        >
          <Icon size={16} aria-hidden />
          <span>{title}</span>
        </Link>
      ))}
    </nav>
  );
}
