/** The names that resources have for clients: `<slug>+<uri>`, so that every server's can be told apart. */

/** Hosts look for this scheme. */
const UNTOUCHED = 'ui://';

/** The first part of names, as a URI's scheme may be spelled; empty where names are left alone. */
export function slugOf(first: string): string {
  if (first === '') return '';
  const safe = first.toLowerCase().replaceAll(/[^a-z0-9.-]/g, '-');
  return /^[a-z]/.test(safe) ? safe : `s-${safe}`;
}

export function renamedUri(slug: string, uri: string): string {
  return slug === '' || uri.startsWith(UNTOUCHED) ? uri : `${slug}+${uri}`;
}

/** The server's own URI; undefined when the URI does not carry this slug. */
export function ownUri(slug: string, uri: string): string | undefined {
  const prefix = `${slug}+`;
  return slug !== '' && uri.startsWith(prefix) ? uri.slice(prefix.length) : undefined;
}
