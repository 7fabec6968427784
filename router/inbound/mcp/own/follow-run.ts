/** Tells a client what happens inside a recipe while it waits for the answer. */
import type { SequencedEvent } from '#contract/events.ts';
import type { Events } from '#core/ports/events.ts';
import { stripControls } from '#core/strip-controls.ts';
import type { OwnCallScope } from './view.ts';

const SHOWN_CHARACTERS = 120;

/** Follows the request of that scope; returns an idempotent end. */
export function followRun(events: Pick<Events, 'subscribe'>, scope: OwnCallScope): () => void {
  const tell = createTeller(scope);
  return events.subscribe((event) => {
    if ('requestId' in event && event.requestId === scope.open.id) tell(event);
  });
}

function createTeller({ say, progress }: OwnCallScope): (event: SequencedEvent) => void {
  const running = new Map<string, string>();
  let steps = 0;
  let notices = 0;

  function step(message: string): void {
    steps += 1;
    notices = 0;
    progress({ progress: steps, message });
  }
  /** Between two steps, because numbers must rise and nobody knows how many notices will come. */
  function notice(message: string): void {
    notices += 1;
    progress({ progress: steps + notices / (notices + 1), message });
  }

  const toolOf = ({ callId }: { readonly callId: string }) => running.get(callId) ?? 'tool';

  return (event) => {
    if (event.kind === 'turn-started') step(`turn ${event.turn}: ${event.model}`);
    if (event.kind === 'tool-call-started') {
      const tool = shown(event.tool);
      running.set(event.callId, tool);
      say(`→ ${tool}(${shown(event.argumentsPreview)})`);
      step(`→ ${tool}`);
    }
    if (event.kind === 'tool-call-progressed') {
      const total = event.total === undefined ? '' : `/${event.total}`;
      const said = event.message === undefined ? '' : ` ${shown(event.message)}`;
      notice(`${toolOf(event)}: ${event.progress}${total}${said}`);
    }
    if (event.kind === 'tool-call-ended') {
      say(`← ${toolOf(event)}: ${event.outcome === 'ok' ? 'ok' : 'error'}`);
      running.delete(event.callId);
    }
  };
}

/** On one line; characters of several units stay whole. */
function shown(text: string): string {
  const near = stripControls(text.slice(0, 4 * SHOWN_CHARACTERS)).replaceAll(/\s*\n\s*/gu, ' ');
  return Array.from(near).slice(0, SHOWN_CHARACTERS).join('');
}
