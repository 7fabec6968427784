import { SETTING_ROWS } from './setting-table.ts';

const FLAG_COLUMN = 30;

/** What `woollama --help` prints. */
export function helpText(version: string): string {
  const settings = Object.values(SETTING_ROWS).map((row) => {
    const flag = `  --${row.flag} ${row.value ?? ''}`.padEnd(FLAG_COLUMN);
    return `${flag}${row.help} [${row.env.join(', ')}]`;
  });
  return `woollama ${version} - a local router between AI programs and AI backends

Usage: woollama [command] [flags]

Commands
  serve                       run the router in the foreground (the default)
  mcp                         speak MCP on stdin and stdout, for the running router if there is one
  check-config                read the configuration, say what is wrong, start nothing
  config init                 write commented configuration files [--output DIR] [--force]
  status                      ask the running router [--json]
  ui                          print a link that opens the window in a browser, once [--open]

Settings (flag, then environment, then settings.toml)
${settings.join('\n')}

Other flags
  --no-demo                   the same as --demo off
  --open                      serve, ui: open the window in the browser, if there is a desktop
  --standalone                mcp: a router of its own, whatever runs
  --headless                  serve: never the desktop app (npm start)
  --version, -V               print the version
  --help, -h                  print this
`;
}
