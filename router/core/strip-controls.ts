import { stripVTControlCharacters } from 'node:util';

/** Everything below U+0020 but newline and tab, and the second control block. */
// oxlint-disable-next-line no-control-regex -- removing control characters is the point
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/gu;

/** Escape sequences and control characters taken out, and no half surrogate pairs left. */
export function stripControls(text: string): string {
  return stripVTControlCharacters(text).replaceAll(CONTROLS, '').toWellFormed();
}
