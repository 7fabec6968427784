/** What people should look at twice before a server of somebody else is started. */
import { changesWhatRuns } from '#contract/changes-what-runs.ts';
import type { ImportWarning } from '#contract/imports.ts';
import { isSecretName } from '#core/secret-name.ts';
import type { ForeignEntry } from './foreign-entry.ts';
import { fetchesCode, programName } from './program-name.ts';
import { neededBy, wholeText } from './template.ts';
import { hasHidden, showHidden } from './visible-text.ts';

const MESSAGES = {
  'runs-as-root': 'It asks for the rights of the administrator.',
  'deletes-files': 'It holds a command that deletes files.',
  'runs-a-shell': 'It runs a script that stands in the command line. Read all of it.',
  'downloads-code': 'It downloads a program and runs it. Check the name and who publishes it.',
  'reads-keys': 'It names a place where keys or passwords are kept.',
  'hidden-characters': 'It holds characters that cannot be seen. They are written as \\u{...}.',
  'plain-http': 'It talks to another machine without encryption.',
  'is-woollama': 'This is Woollama itself. What it offers is here already.',
} as const;

const ENV_FILE: ImportWarning = {
  code: 'missing-value',
  message: 'Its variables come from a file (envFile), which is not taken over.',
};

const ROOT = /^(sudo|doas|pkexec|runas|gsudo)$/;
const SHELL =
  /^(sh|bash|zsh|dash|ksh|fish|csh|cmd|powershell|pwsh|wsl|busybox|osascript|wscript|cscript|mshta)$/;
const INTERPRETER = /^(node|deno|bun|python[\d.]*|py|perl|ruby|php|lua)$/;
const SHELL_CODE = /^(-\w*c|\/c|c|k|-command|-enc\w*)$/;
const INLINE_CODE = /^(-c|-e|-p|-pe|--eval|--print|eval)$/;
const PIPED_TO_SHELL =
  /\b(curl|wget|iwr|irm|invoke-webrequest)\b[^\n]{0,1000}\|\s*(sudo\s+)?(\S*\/)?(sh|bash|zsh|iex|python\d?|node)\b/i;
const DELETES =
  /\brm\s+(-\S+\s+)*(-\w*[rf]|--recursive|--force)|\b(del|erase)\s[^\n]{0,200}\/[a-z]\b|\b(rmdir|rd)\s[^\n]{0,200}\/s\b|\bremove-item\b|\bmkfs\b|\bshred\s|\bdd\s[^\n]{0,200}\bof=|\bformat\s+[a-z]:|\bfind\s[^\n]{0,500}-delete\b/i;
const KEYS =
  /(^|[/\\~\s"'=:])\.(ssh|aws|gnupg|gpg|kube|azure|netrc|npmrc|pypirc|pgpass|git-credentials|password-store|docker[/\\]config)\b|\bkeychains?\b|\bid_(rsa|ed25519|ecdsa|dsa)\b|\bgcloud[/\\]|\blogin data\b|\bwallet\.dat\b|\/etc\/shadow\b|\bcredentials\.(json|db)\b|\bmicrosoft[/\\](credentials|protect)\b/i;

/** What the router knows of a variable. */
export type IsSet = (variable: string) => boolean;

/** `name` is the other program's; everything is looked at, secrets too. */
export function findWarnings(
  name: string,
  entry: ForeignEntry,
  isSet: IsSet,
): readonly ImportWarning[] {
  const { command, args, env, headers, url, cwd } = entry;
  const program = command === undefined ? [] : [command, ...args];
  const named = [...env, ...headers];
  const places = [url, cwd].filter((place) => place !== undefined);
  const templates = [...program, ...named.map(([, value]) => value), ...places];
  const texts = [name, ...named.map(([key]) => key), ...templates.map(wholeText)];
  const ours = isOurs(name, templates.map(wholeText)) ? (['is-woollama'] as const) : [];
  const codes = [...ours, ...commandCodes(program.map(wholeText)), ...textCodes(texts)];
  const needed = [...new Set(templates.flatMap(neededBy))];
  return [
    ...codes.map((code) => ({ code, message: MESSAGES[code] })),
    ...[...env.keys()].filter(changesWhatRuns).map(toChanging),
    ...needed.filter((variable) => isSet(variable) && isSecretName(variable)).map(toGiven),
    ...needed.filter((variable) => !isSet(variable)).map(toMissing),
    ...(entry.envFile === undefined ? [] : [ENV_FILE]),
  ];
}

type Code = keyof typeof MESSAGES;

function commandCodes(parts: readonly string[]): readonly Code[] {
  const line = parts.join(' ');
  const first = programName(parts[0] ?? '');
  // A script may stand in one argument.
  const words = parts.flatMap((part) => part.split(/[\s;|&()`"']+/)).filter((word) => word !== '');
  const names = words.map(programName);
  const isPiped = PIPED_TO_SHELL.test(line);
  const found: readonly (readonly [Code, boolean])[] = [
    ['runs-as-root', first === 'su' || names.some((word) => ROOT.test(word))],
    ['deletes-files', DELETES.test(line)],
    ['runs-a-shell', SHELL.test(first) || isPiped || runsScript(names)],
    ['downloads-code', fetchesCode(words) || isPiped],
  ];
  return found.flatMap(([code, applies]) => (applies ? [code] : []));
}

function textCodes(texts: readonly string[]): readonly Code[] {
  const found: readonly (readonly [Code, boolean])[] = [
    ['reads-keys', texts.some((text) => KEYS.test(text))],
    ['hidden-characters', texts.some(hasHidden)],
    ['plain-http', texts.some(hasPlainAddress)],
  ];
  return found.flatMap(([code, applies]) => (applies ? [code] : []));
}

/** A shell or an interpreter, behind whatever else, with code in its arguments. */
function runsScript(names: readonly string[]): boolean {
  return names.some((name, at) => {
    const next = names.slice(at + 1, at + 4);
    if (INTERPRETER.test(name)) return next.some((word) => INLINE_CODE.test(word));
    return SHELL.test(name) && next.some((word) => SHELL_CODE.test(word));
  });
}

const OUR_ADDRESS = /\bhttp:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?\/mcp\b/i;

/** `woollama mcp` in any dress, or under its usual name the address that Home gives out. */
function isOurs(name: string, texts: readonly string[]): boolean {
  const words = texts.flatMap((text) => text.split(/\s/)).map(programName);
  const isStarted = words.some(
    (word, at) => /^woollama(\.js)?$/.test(word) && words[at + 1] === 'mcp',
  );
  return isStarted || (/^woollama\b/i.test(name) && texts.some((text) => OUR_ADDRESS.test(text)));
}

function hasPlainAddress(text: string): boolean {
  return Array.from(text.matchAll(/\bhttp:\/\/[^\s"']+/gi)).some(([address]) => {
    const host = URL.parse(address)?.hostname ?? '';
    return !/^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(host);
  });
}

function toChanging(variable: string): ImportWarning {
  const message = `${showHidden(variable)} can make it run other code than its command says. Read its value.`;
  return { code: 'changes-what-runs', message };
}

/** A value it gets is not to be seen in the review, so that it is said. */
function toGiven(variable: string): ImportWarning {
  return { code: 'reads-keys', message: `It gets the value of your variable ${variable}.` };
}

function toMissing(variable: string): ImportWarning {
  const message = `It needs a value that is not set here: store it as ${variable}.`;
  return { code: 'missing-value', message };
}
