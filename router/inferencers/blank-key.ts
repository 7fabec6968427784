import type { KeySource, ReadEnv } from './inferencer-settings.ts';
import { readKey } from './to-target.ts';

/** Shorter ones are not worth hiding, and would garble the text. */
const SHORTEST_KEY = 6;

/** What an inferencer says about a failure, without its key: some repeat what they were sent. */
export function blankKey(text: string, key: KeySource, env: ReadEnv): string {
  const value = readKey(key, env) ?? '';
  if (value.length < SHORTEST_KEY) return text;
  // The longest first: one spelling may be the beginning of another.
  const spellings = spellingsOf(value).toSorted((a, b) => b.length - a.length);
  return spellings.reduce((blanked, one) => blanked.replaceAll(one, '[secret]'), text);
}

/** As it stands in headers, addresses and JSON; percent signs in either case of their digits. */
function spellingsOf(value: string): readonly string[] {
  const encoded = encodeURIComponent(value);
  const bytes = Buffer.from(value);
  return [
    value,
    encoded,
    encoded.replaceAll(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
    bytes.toString('base64'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
  ];
}
