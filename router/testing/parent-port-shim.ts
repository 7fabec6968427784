/** Preloaded into a forked process: gives it what Electron gives a utility process. */
import { EventEmitter } from 'node:events';

const port = new EventEmitter();
process.on('message', (data) => port.emit('message', { data }));
process.once('disconnect', () => port.emit('close'));
Object.assign(process, {
  parentPort: Object.assign(port, {
    postMessage: (message: unknown) => process.connected && process.send?.(message),
  }),
});
