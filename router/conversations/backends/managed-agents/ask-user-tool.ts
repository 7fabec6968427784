/** The one tool of our agents: a question to the person, which pauses the conversation. */
export const ASK_USER_TOOL = {
  type: 'custom',
  name: 'ask_user',
  description:
    'Asks the person a question and waits for the answer. Use it when you cannot go on without a ' +
    'decision or a fact that only they have. Offer options where there are only a few answers.',
  input_schema: {
    type: 'object',
    properties: {
      question: { type: 'string', description: 'The question, in one or two sentences' },
      options: { type: 'array', items: { type: 'string' }, description: 'Answers to choose from' },
    },
    required: ['question'],
  },
} as const;
