/** The same tools for whoever serves them: each says back what it is given. */
const inputSchema = {
  type: 'object' as const,
  properties: { text: { type: 'string', description: 'What to say back' } },
  required: ['text'],
};

export function echoTools(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    name: index === 0 ? 'echo' : `echo_${index}`,
    description: 'Says back what it is given.',
    inputSchema,
  }));
}
