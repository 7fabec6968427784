/** Whether somebody sits in front of this machine who could look at a window or browser. */
export function hasDesktop(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  const isSet = (name: string) => (env[name] ?? '') !== '';
  if (isSet('CI')) return false;
  // Over SSH too a display can be forwarded.
  if (platform !== 'darwin' && platform !== 'win32') {
    return isSet('DISPLAY') || isSet('WAYLAND_DISPLAY');
  }
  return !isSet('SSH_CONNECTION');
}
