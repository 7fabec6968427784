/** The environment a server starts with: what programs need to run at all, and nothing of ours. */

export type Environment = Readonly<Record<string, string | undefined>>;

const POSIX_NAMES = [
  'HOME',
  'PATH',
  'USER',
  'LOGNAME',
  'SHELL',
  'TERM',
  'TZ',
  'TMPDIR',
  'LANG',
  'LANGUAGE',
];

const WINDOWS_NAMES = [
  'ALLUSERSPROFILE',
  'APPDATA',
  'COMMONPROGRAMFILES',
  'COMSPEC',
  'HOMEDRIVE',
  'HOMEPATH',
  'LOCALAPPDATA',
  'NUMBER_OF_PROCESSORS',
  'OS',
  'PATH',
  'PATHEXT',
  'PROCESSOR_ARCHITECTURE',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'PROGRAMFILES(X86)',
  'SYSTEMDRIVE',
  'SYSTEMROOT',
  'TEMP',
  'TMP',
  'USERDOMAIN',
  'USERNAME',
  'USERPROFILE',
  'WINDIR',
];

const PROXY_NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'];

/** The safe part of `base`, overlaid with the entry's own `env`. */
export function childEnvironment(
  base: Environment,
  own: Readonly<Record<string, string>>,
  platform: NodeJS.Platform = process.platform,
): Record<string, string> {
  const windows = platform === 'win32';
  const allowed = new Set([...(windows ? WINDOWS_NAMES : POSIX_NAMES), ...PROXY_NAMES]);
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(base)) {
    // Names are case-insensitive on Windows only, but proxies are commonly written both ways.
    const isProxy = PROXY_NAMES.includes(name.toUpperCase());
    const safe = allowed.has(windows || isProxy ? name.toUpperCase() : name);
    if (value !== undefined && (safe || name.startsWith('LC_'))) environment[name] = value;
  }
  return { ...environment, ...own };
}
