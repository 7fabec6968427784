/** A conversation cut down to what a person looks at before saying yes. */
import type { SamplingBlock, SamplingMessage } from './sampling-params.ts';

export interface DescribedMessage {
  readonly role: string;
  readonly text: string;
}

const MOST_MESSAGES = 20;

/** The last ones; what is left out is said. `show` makes a text fit for people. */
export function describeMessages(
  messages: readonly SamplingMessage[],
  show: (text: string) => string,
): readonly DescribedMessage[] {
  const last = messages.slice(-MOST_MESSAGES).map(({ role, content }) => ({
    role,
    text: show(content.map(describeBlock).join('\n')),
  }));
  const hidden = messages.length - last.length;
  if (hidden === 0) return last;
  return [{ role: 'note', text: `${hidden} earlier messages are not shown` }, ...last];
}

function describeBlock(block: SamplingBlock): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'tool_use':
      return `[${block.name}(${JSON.stringify(block.input)})]`;
    case 'tool_result': {
      const texts = block.content.map(({ type, text }) =>
        typeof text === 'string' ? text : `[${type}]`,
      );
      return `[result] ${texts.join('\n')}`;
    }
    case 'image':
    case 'audio':
      return `[${block.type}]`;
  }
}
