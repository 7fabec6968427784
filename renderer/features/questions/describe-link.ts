/** A link that a server wants opened, taken apart so that people see where it leads. */
export interface LinkParts {
  /** What a browser would open; hosts of other alphabets are spelled out. */
  readonly href: string;
  readonly before: string;
  /** With its port. */
  readonly host: string;
  readonly after: string;
  /** Sentences about what is odd with it. */
  readonly warnings: readonly string[];
}

const WEB = ['https:', 'http:'];

/** Undefined for what is no page of the web: that is never opened. */
export function describeLink(url: string): LinkParts | undefined {
  if (!URL.canParse(url)) return undefined;
  const link = new URL(url);
  if (!WEB.includes(link.protocol) || link.host === '') return undefined;
  const { href, host } = link;
  const rest = `${link.pathname}${link.search}${link.hash}`;
  const before = href.slice(0, href.length - rest.length - host.length);
  return { href, before, host, after: rest, warnings: warningsOf(link) };
}

function warningsOf({ protocol, hostname, username, password }: URL): readonly string[] {
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  return [
    ...(protocol === 'http:' && !isHere ? ['The way there is not encrypted.'] : []),
    ...(hostname.includes('xn--')
      ? ['Its name has letters of other alphabets, which may look like another name.']
      : []),
    ...(username !== '' || password !== ''
      ? ['What stands before the @ is not where it leads.']
      : []),
    ...(isHere ? ['It leads to a program on this computer.'] : []),
  ];
}
