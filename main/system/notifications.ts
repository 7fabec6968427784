/** Notices of the system for what people would otherwise find out too late. */
import { Notification } from 'electron';

export interface Notice {
  readonly title: string;
  readonly body: string;
  readonly onClick: () => void;
}

/** Returns what takes the notice away again; harmless when it is gone already. */
export type Notify = (notice: Notice) => () => void;

/** A notice that is collected by the garbage collector does not answer clicks any more. */
const MOST_SHOWN = 20;

export function createNotify(isOn: () => boolean): Notify {
  const shown: Notification[] = [];
  return ({ title, body, onClick }) => {
    if (!isOn() || !Notification.isSupported()) return () => undefined;
    const notification = new Notification({ title, body });
    notification.on('click', onClick);
    notification.show();
    shown.push(notification);
    if (shown.length > MOST_SHOWN) shown.shift();
    return () => notification.close();
  };
}
