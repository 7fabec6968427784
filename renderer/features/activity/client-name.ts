/** The short name of a program from what it says about itself. */

/** Parts of a browser's user agent that say nothing about the program. */
const OF_BROWSERS = new Set(
  'Mozilla AppleWebKit KHTML Gecko Chrome Chromium Safari Version Mobile Electron HeadlessChrome'
    .split(' ')
    .map((name) => name.toLowerCase()),
);

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg\//, 'Edge'],
  [/\bFirefox\//, 'Firefox'],
  [/\b(Headless)?Chrom(e|ium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

/** MCP clients introduce themselves by name and version; the others only send a user agent. */
export function clientOf({ surface, client }: { surface: string; client: string }): string {
  return surface === 'mcp' && client.trim() !== '' ? client.trim() : clientName(client);
}

/** A client name of MCP is a name already; a user agent is `Name/version (details) Name/version ...`. */
export function clientName(client: string): string {
  const said = client.trim();
  if (said === '') return 'unknown';
  if (!/^Mozilla\//i.test(said)) return nameOf(said);
  const products = said.replaceAll(/\([^)]*\)/g, ' ').match(/[^\s/]+\/[^\s]+/g) ?? [];
  const own = products.map(nameOf).find((name) => !OF_BROWSERS.has(name.toLowerCase()));
  const browser = BROWSERS.find(([pattern]) => pattern.test(said))?.[1];
  return own === undefined || /^(Edg|Firefox|OPR)/.test(own) ? (browser ?? own ?? 'browser') : own;
}

/** `OpenAI/Python 1.2` is `OpenAI Python`; `curl/8.5` is `curl`. */
function nameOf(text: string): string {
  const [name = text, rest = ''] = text.split('/', 2);
  const language = /^[A-Za-z]+/.exec(rest)?.[0];
  return language === undefined || /^v\d/.test(rest) ? name.trim() : `${name.trim()} ${language}`;
}
