/**
 * Keys that their beginning gives away, wherever they stand. A source and no RegExp, so that users
 * do not share a `lastIndex`. Every part is bounded by what follows it: no text takes long.
 */
export const KNOWN_KEY_SOURCE = String.raw`\b(?:(?:sk|pk|rk|gsk|xai|wol|tvly|pplx|fc|ctx7sk|glpat|figd)[-_][\w-]{12,}|gh[pousr]_\w{12,}|github_pat_\w{12,}|xox[abeprs]-[\w-]{8,}|A[KS]IA[0-9A-Z]{12,}|AIza[\w-]{20,}|ya29\.[\w-]{10,}|(?:hf|npm|ntn|sbp|r8|dop_v1|lin_api|secret|whsec|napi)_\w{16,}|SG\.[\w-]{10,}\.[\w-]{10,}|eyJ[\w-]{8,1000}\.[\w-]{8,}(?:\.[\w-]*)?)`;

const WHOLE_KEY = new RegExp(`^${KNOWN_KEY_SOURCE}$`);

/** Whether a text that could be a name is a key: names of that kind hold no digits. */
export function looksLikeKey(text: string): boolean {
  return WHOLE_KEY.test(text) && /\d/.test(text);
}
