import type { UpdateState } from '../bridge/channels.ts';
import type { WaitingItem } from './menu-model.ts';

export interface WaitingInput {
  readonly update: UpdateState;
  /** Names of kept keys that could not be decrypted. */
  readonly unreadableKeys: readonly string[];
}

/** What goes on only after a person did something. */
export function findWaitingItems({ update, unreadableKeys }: WaitingInput): WaitingItem[] {
  const items: WaitingItem[] = unreadableKeys.map((name) => ({
    label: `Key ${name} cannot be read`,
    page: 'settings',
  }));
  if (update.kind === 'available' || update.kind === 'ready') {
    const verb = update.kind === 'available' ? 'Download' : 'Install';
    items.push({ label: `${verb} Woollama ${update.version}`, page: 'settings' });
  }
  return items;
}
