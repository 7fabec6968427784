/**
 * Variables that decide which code a program runs or where it loads it from. Case does not matter,
 * because it does not on Windows.
 */
const NAMES: readonly RegExp[] = [
  /^(NODE_OPTIONS|NODE_PATH|PATH|PATHEXT|COMSPEC|CLASSPATH|BASH_ENV|ENV|SHELL|EDITOR|VISUAL|PAGER)$/i,
  /^(JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|DOTNET_STARTUP_HOOKS)$/i,
  /^(LD_|DYLD_|PYTHON|PERL5|RUBY|NPM_CONFIG_|UV_|PIP_|GIT_SSH|GIT_CONFIG)/i,
  /(_PROXY|ASKPASS)$/i,
];

export function changesWhatRuns(variable: string): boolean {
  return NAMES.some((name) => name.test(variable));
}
