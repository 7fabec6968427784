import type { Router } from '../app.ts';

/** Where the router can be reached, for people. The link goes to terminals only, never into a log. */
export function printBanner(router: Router): void {
  const status = router.status();
  const auth = status.tokenRequired
    ? 'clients on TCP must send the token'
    : 'this machine only, no token (WOOLLAMA_TOKEN sets one)';
  const open = process.stdout.isTTY
    ? [`Open:            ${router.createLink()}`, '                 (once, within two minutes)']
    : [];
  process.stdout.write(
    [
      `OpenAI base_url: ${status.baseUrl}`,
      `MCP URL:         ${status.mcpUrl}`,
      `Window:          ${router.origin}/ui/`,
      ...open,
      `Socket:          ${status.socket ?? 'none (see the log)'}`,
      `Access:          ${auth}`,
      `Config folder:   ${status.configDir}`,
      `Log:             ${router.logPath ?? 'stderr'}`,
      '',
    ].join('\n'),
  );
}
