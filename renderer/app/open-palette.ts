import { spotlight } from '@mantine/spotlight';
import { flushSync } from 'react-dom';

/** Of the palette's field. */
export const SEARCH_ID = 'palette-search';

/** Open and focused within the task of the key or click, so that no letter typed after it is lost. */
export function openPalette(): void {
  flushSync(() => spotlight.open());
  document.getElementById(SEARCH_ID)?.focus();
}
