/** The request of a chat as something to paste into a terminal or a program. */
import { RESPONSES_PATH, type ChatCall } from './chat-request.ts';

export interface SnippetHost {
  /** `http://127.0.0.1:4711` */
  readonly origin: string;
  /** The router asks for a token; it is never written into a snippet. */
  readonly tokenRequired: boolean;
}

/** One way to copy something; undefined when it cannot be written as it stands. */
export interface CopyForm {
  readonly name: string;
  readonly write: (host: SnippetHost) => string | undefined;
}

export const TOKEN = 'WOOLLAMA_TOKEN';

export function chatForms(call: () => ChatCall): readonly CopyForm[] {
  return [
    { name: 'curl', write: (host) => toCurl(call(), host) },
    { name: 'Python', write: (host) => toPython(call(), host) },
    { name: 'JavaScript', write: (host) => toJavaScript(call(), host) },
  ];
}

interface SdkCall {
  readonly method: string;
  /** Where its text is in the answer. */
  readonly text: string;
}

/** By the path; the same words in Python and in JavaScript. */
const SDK_CALLS: Readonly<Record<string, SdkCall>> = {
  '/v1/chat/completions': {
    method: 'chat.completions.create',
    text: 'choices[0].message.content',
  },
  [RESPONSES_PATH]: { method: 'responses.create', text: 'output_text' },
};

export function toCurl({ path, body }: ChatCall, { origin, tokenRequired }: SnippetHost): string {
  const lines = [
    `curl ${quoteShell(origin + path)}`,
    "-H 'content-type: application/json'",
    ...(tokenRequired ? [`-H "authorization: Bearer $${TOKEN}"`] : []),
    `-d ${quoteShell(JSON.stringify(body))}`,
  ];
  return `${lines.join(' \\\n  ')}\n`;
}

/** Nothing is special between single quotes but the quote itself. */
export function quoteShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

export function toPython({ path, body }: ChatCall, host: SnippetHost): string {
  const key = host.tokenRequired ? `os.environ["${TOKEN}"]` : '"not-needed"';
  const os = host.tokenRequired ? 'import os\n' : '';
  const sdk = SDK_CALLS[path];
  if (sdk !== undefined) {
    const fields = Object.entries(body).map(
      ([name, value]) => `    ${name}=${toPythonValue(value)},`,
    );
    return `${os}from openai import OpenAI

client = OpenAI(base_url="${host.origin}/v1", api_key=${key})
answer = client.${sdk.method}(
${fields.join('\n')}
)
print(answer.${sdk.text})
`;
  }
  return `import json
${os}import urllib.request

request = urllib.request.Request(
    "${host.origin}${path}",
    data=json.dumps(${toPythonValue(body)}).encode(),
    headers={"content-type": "application/json"${host.tokenRequired ? `, "authorization": "Bearer " + ${key}` : ''}},
)
answer = json.load(urllib.request.urlopen(request))
print(answer["choices"][0]["message"]["content"])
`;
}

/** JSON is Python but for three words, and texts are the same in both. */
export function toPythonValue(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(toPythonValue).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([name, inner]) => `${JSON.stringify(name)}: ${toPythonValue(inner)}`,
  );
  return `{${entries.join(', ')}}`;
}

export function toJavaScript({ path, body }: ChatCall, host: SnippetHost): string {
  const key = host.tokenRequired ? `process.env.${TOKEN}` : '"not-needed"';
  const sdk = SDK_CALLS[path];
  if (sdk !== undefined) {
    return `import OpenAI from "openai";

const client = new OpenAI({ baseURL: "${host.origin}/v1", apiKey: ${key} });
const answer = await client.${sdk.method}(${JSON.stringify(body, null, 2)});
console.log(answer.${sdk.text});
`;
  }
  const authorization = host.tokenRequired ? `, authorization: \`Bearer \${${key}}\`` : '';
  return `const response = await fetch("${host.origin}${path}", {
  method: "POST",
  headers: { "content-type": "application/json"${authorization} },
  body: JSON.stringify(${JSON.stringify(body)}),
});
const answer = await response.json();
console.log(answer.choices[0].message.content);
`;
}
