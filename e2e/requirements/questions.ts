/** What servers ask: models, forms, addresses; who answers, and the limits. */
import type { Requirement } from './requirement.ts';

export const QUESTIONS: readonly Requirement[] = [
  {
    id: 'questions.client-first',
    promise: 'A question belongs to the call in flight, and its client answers if it can',
    source: ['issue 4 "Sampling"', 'issue 4 "Elicitation"', 'contract 10.48'],
    tests: {
      'router/mcp/aggregator-questions.test.ts': '%s is answered by the calling client',
      'e2e/mcp/two-clients.test.ts':
        'over HTTP each call has its own stream, so each client answers its own',
    },
  },
  {
    id: 'questions.through-recipes',
    promise: 'The client behind a recipe is asked, until the recipe is over',
    source: ['issue 4 "Sampling"'],
    tests: {
      'router/mcp/aggregator-questions.test.ts':
        'reaches the client behind a recipe, until the recipe is over',
      'router/inbound/mcp/methods/call-tool-method.test.ts':
        'what servers ask in the middle of a recipe is for the client that called it',
    },
  },
  {
    id: 'questions.never-another',
    promise: 'Nobody is asked what may belong to somebody else',
    source: ['issue 4 "Sampling"'],
    tests: {
      'e2e/mcp/two-clients.test.ts': 'over stdio nobody is asked what may be the other’s',
      'router/mcp/aggregator-questions.test.ts': 'never get the questions of one another',
    },
  },
  {
    id: 'questions.bundled-ask',
    promise: 'The bundled `hello.ask_user` works through the router',
    source: ['contract 7.6', 'contract 10.48'],
    tests: {
      'resources/servers/hello.test.ts': 'returns the answer',
      'router/questions/answers-real-server.test.ts':
        'a server of %s gets its form, its model and its refusal',
    },
  },
  {
    id: 'questions.sampling-model',
    promise:
      'Where the client cannot, one of our inferencers answers: the one set, else a hint the person sees',
    source: ['issue 4 "Sampling"'],
    tests: {
      'router/questions/create-answerer.test.ts':
        'answers, and shows in the activity below the call that asked',
      'router/questions/choose-model.test.ts': [
        'the setting decides',
        'hints count where the setting leaves it open, if they name one of our models',
      ],
    },
  },
  {
    id: 'questions.sampling-policy',
    promise: 'allow, ask and deny, for all and for each server; ask is the default',
    source: ['issue 4 "Sampling"'],
    tests: {
      'router/questions/create-answerer.test.ts': [
        'deny says so and asks nobody',
        'ask shows what would be sent, and goes on after a yes',
        'always counts for this server, and a later deny still wins',
      ],
    },
  },
  {
    id: 'questions.sampling-budget',
    promise: 'Each server has its hour and its longest answer; several at once cannot go beyond',
    source: ['issue 4 "Sampling"'],
    tests: {
      'router/questions/sampling-budget.test.ts': 'each server has its own hour, and it slides',
      'router/questions/create-answerer.test.ts': [
        'several that wait at once cannot go beyond the hour together',
        'of %s tokens that are wished for it gets %s',
      ],
    },
  },
  {
    id: 'questions.sampling-shown',
    promise: 'It shows in the activity below the call that asked, and can be cancelled there',
    source: ['issue 4 "Sampling"'],
    tests: {
      'router/questions/create-answerer.test.ts': [
        'answers, and shows in the activity below the call that asked',
        'Cancel in the activity ends the call of the model',
      ],
    },
  },
  {
    id: 'questions.sampling-content',
    promise:
      'Pictures, tools and their results go along; what models cannot have keeps a word in its place',
    source: ['issue 4 "Sampling"'],
    tests: {
      'router/questions/to-chat-request.test.ts': [
        'pictures',
        'calls and results, under the names that were offered',
      ],
      'router/questions/to-sampling-result.test.ts':
        'are blocks after the words, under the names the server knows',
    },
  },
  {
    id: 'questions.no-consent',
    promise: 'Without consent or model the server gets a refusal with the reason, secrets blanked',
    source: ['issue 4 "Sampling"'],
    tests: {
      'router/questions/create-answerer.test.ts': [
        '%s is a rejection',
        'that fails is a refusal with the reason, secrets blanked',
      ],
    },
  },
  {
    id: 'questions.elicitation-form',
    promise: 'A form is shown to the person, checked, and sent; it expires',
    source: ['issue 4 "Elicitation"'],
    tests: {
      'router/questions/create-elicit.test.ts': 'is shown, checked and answered: %j',
      'router/questions/pending-questions.test.ts': 'its time ends it',
      'e2e/ui/questions.test.ts': 'is announced without taking the focus, filled in, and sent',
    },
  },
  {
    id: 'questions.elicitation-url',
    promise: 'An address is shown as text and opened by a click only; only web addresses are',
    source: ['issue 4 "Elicitation"'],
    tests: {
      'router/questions/create-elicit.test.ts': 'that is no harmless web address is refused: %s',
      'e2e/ui/questions.test.ts': 'a page is shown as a text, opened by a click only, and done',
    },
  },
  {
    id: 'questions.notice',
    promise: 'A question is a notice and stands in the tray',
    source: ['issue 4 "Elicitation"', 'issue 3 "Main process"'],
    tests: {
      'main/system/notices.test.ts': 'one is told once and taken away when it is answered',
      'main/tray/waiting-items.test.ts':
        'what servers ask comes first and leads to where it is answered',
    },
  },
  {
    id: 'questions.withdrawn',
    promise: 'A question ends with its call, also at the client',
    source: ['issue 4 "Elicitation"'],
    tests: {
      'router/mcp/aggregator-questions.test.ts': [
        'ends with its call',
        'that the server takes back is taken back from the client',
      ],
    },
  },
  {
    id: 'questions.bounded',
    promise: 'Places for questions are few for one server and for all',
    source: ['issue 4 "Elicitation"'],
    tests: {
      'router/questions/pending-questions.test.ts':
        'one server gets twenty places, all of them a hundred',
    },
  },
  {
    id: 'questions.nobody-there',
    promise: 'Where nobody can answer it is refused at once',
    source: ['issue 4 "Elicitation"'],
    tests: {
      'router/questions/pending-questions.test.ts':
        'where nobody is, nobody is asked, and nothing waits',
      'e2e/mcp/matrix.test.ts': 'server: %s',
    },
  },
  {
    id: 'questions.hostile',
    promise: 'What a server asks is shown as text and does nothing',
    source: ['issue 4 "Elicitation"', 'issue 3 "Tests"'],
    tests: {
      'e2e/ui/questions.test.ts': 'hostile words do nothing but be read',
      'router/questions/parse-form.test.ts':
        'words are made fit for people, values stay as they are',
    },
  },
  {
    id: 'questions.sampling-provider',
    promise: 'Models of connected hosts are inferencers of the router',
    source: ['other-systems A1', 'other-systems D2', 'other-systems D0'],
    proof: 'none',
    reason: 'not built: the sampling provider of a later issue',
  },
];
