import type { UpdateState } from '#bridge/channels.ts';

interface UpdateAction {
  readonly label: string;
  readonly call: 'shell.check-for-updates' | 'shell.download-update' | 'shell.install-update';
}

const LOOK: UpdateAction = { label: 'Look for updates', call: 'shell.check-for-updates' };

/** A sentence about updates and the next step, if there is one. */
export function describeUpdate(state: UpdateState): { text: string; action?: UpdateAction } {
  switch (state.kind) {
    case 'off':
      return { text: state.reason };
    case 'unknown':
      return { text: 'Nobody has looked for updates yet.', action: LOOK };
    case 'checking':
      return { text: 'Looking for updates ...' };
    case 'none':
      return { text: 'This is the newest version.', action: LOOK };
    case 'available':
      return {
        text: `Version ${state.version} can be downloaded.`,
        action: { label: 'Download', call: 'shell.download-update' },
      };
    case 'downloading':
      return { text: `Downloading version ${state.version}: ${Math.round(state.percent)} %` };
    case 'ready':
      return {
        text: `Version ${state.version} is ready. Installing it restarts the app.`,
        action: { label: 'Install and restart', call: 'shell.install-update' },
      };
    case 'failed':
      return { text: `That did not work: ${state.reason}`, action: LOOK };
  }
}
