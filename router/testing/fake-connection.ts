import { EventEmitter } from 'node:events';

import type { Connection } from '#core/ports/requests.ts';

/** An answer under way; `hangUp` is the client leaving before its end. */
export class FakeConnection extends EventEmitter implements Connection {
  writableFinished = false;

  hangUp(): void {
    this.emit('close');
  }
}
