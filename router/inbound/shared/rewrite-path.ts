/** First path segments of the OpenAI surface, for clients whose base_url lacks `/v1`. */
const WITHOUT_VERSION =
  /^\/(chat\/completions|completions|models|embeddings|images\/generations|responses|conversations|tools)(?=[/?]|$)/;

/**
 * People paste base_urls with `/v1` doubled or missing, or with a slash at the end; all of them
 * mean the same route. Returns the path to route by.
 */
export function rewritePath(url: string): string {
  const query = url.indexOf('?');
  let path = query === -1 ? url : url.slice(0, query);
  if (path.includes('//')) path = path.replace(/\/{2,}/g, '/');
  while (path.startsWith('/v1/v1/') || path === '/v1/v1') path = path.slice('/v1'.length);
  if (path.length > 1 && path.endsWith('/')) path = path.slice(0, -1);
  if (WITHOUT_VERSION.test(path)) path = `/v1${path}`;
  return query === -1 ? path : path + url.slice(query);
}
