/** The first conversation as something to paste. */
import { AUTO_MODEL } from '#contract/config.ts';

interface SnippetFacts {
  readonly baseUrl: string;
  readonly tokenRequired: boolean;
  /** Whether `mcp.json` names a store; without one only Claude's own models hold conversations. */
  readonly hasStore: boolean;
}

export interface Snippet {
  readonly title: string;
  readonly text: string;
}

const KEY_PLACE = 'YOUR_WOOLLAMA_KEY';

export function firstConversation(facts: SnippetFacts): readonly Snippet[] {
  const { baseUrl, tokenRequired, hasStore } = facts;
  const model = hasStore ? AUTO_MODEL : 'claude-code/default';
  const body = JSON.stringify({ model, input: 'Hello', store: true });
  const header = tokenRequired ? `  -H 'authorization: Bearer ${KEY_PLACE}' \\\n` : '';
  return [
    {
      title: 'curl',
      text: `curl ${baseUrl}/responses \\\n${header}  -H 'content-type: application/json' \\\n  -d '${body}'\n`,
    },
    {
      title: 'Python',
      text: `from openai import OpenAI

client = OpenAI(base_url="${baseUrl}", api_key="${tokenRequired ? KEY_PLACE : 'woollama'}")
first = client.responses.create(model="${model}", input="Hello", store=True)
print(first.output_text)

# The next turn names the one before.
second = client.responses.create(
    model="${model}", input="And now?", previous_response_id=first.id, store=True
)
print(second.output_text)
`,
    },
  ];
}

/** Whether the file of servers names a store, as far as it can be read. */
export function namesStore(file: unknown): boolean {
  if (typeof file !== 'object' || file === null || !('conversationStore' in file)) return false;
  return file.conversationStore !== null && file.conversationStore !== undefined;
}
