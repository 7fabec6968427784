/** Of the window's addresses, those that the router answers. They are no pages. */
const ROUTER_PATHS = ['/control/', '/v1/', '/w1/'];

export function isRouterPath(pathname: string): boolean {
  return ROUTER_PATHS.some((path) => pathname.startsWith(path));
}
