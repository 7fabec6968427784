/** Gives a child process the `process.parentPort` of a utility process. */
import { EventEmitter } from 'node:events';

/** Messages wait for the first listener. */
class ParentPort extends EventEmitter {
  #waiting: unknown[] | undefined = [];

  constructor() {
    super();
    process.on('message', (message) => this.#receive(message));
    this.on('newListener', (name) => name === 'message' && setImmediate(() => this.#flush()));
  }

  postMessage(message: unknown): void {
    process.send?.(message);
  }

  #receive(data: unknown): void {
    if (this.#waiting === undefined) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }

  #flush(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const data of waiting) this.emit('message', { data, ports: [] });
  }
}

Object.defineProperty(process, 'parentPort', { value: new ParentPort() });

// Electron ends its utility processes with itself; nothing they do can prevent it.
process.on('disconnect', () => process.exit(0));
