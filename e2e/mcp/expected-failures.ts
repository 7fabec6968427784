/** What the published suite cannot find satisfied, and why. It fails when one of these passes. */
import type { ExpectedFailure } from './fixtures/run-conformance.ts';

/** Of the fixture on the official SDK. The router answers in one piece there, so it has no stream to resume. */
export const OF_THE_FIXTURE: readonly ExpectedFailure[] = [
  {
    scenario: 'server-sse-polling',
    reason:
      'asks as a client of 2025-03-26, whose parsers may choke on the empty first event; only clients of 2025-11-25 get one',
  },
];

/** The scenario needs a tool, prompt or resource of its own name, which bundled servers lack. */
const OF_ANOTHER_SERVER: readonly string[] = [
  'completion-complete',
  'tools-call-simple-text',
  'tools-call-image',
  'tools-call-audio',
  'tools-call-embedded-resource',
  'tools-call-mixed-content',
  'tools-call-with-logging',
  'tools-call-error',
  'tools-call-with-progress',
  'tools-call-sampling',
  'tools-call-elicitation',
  'json-schema-2020-12',
  'elicitation-sep1034-defaults',
  'elicitation-sep1330-enums',
  'resources-read-text',
  'resources-read-binary',
  'resources-templates-read',
  'resources-subscribe',
  'resources-unsubscribe',
  'prompts-get-simple',
  'prompts-get-with-args',
  'prompts-get-embedded-resource',
  'prompts-get-with-image',
];

export const WITH_BUNDLED_SERVERS: readonly ExpectedFailure[] = OF_ANOTHER_SERVER.map(
  (scenario) => ({
    scenario,
    reason: 'asks for an item of its own name that no bundled server has',
  }),
);

/** Of servers that satisfy the suite themselves, seen through the router. */
export const THROUGH_THE_ROUTER: readonly ExpectedFailure[] = [];
