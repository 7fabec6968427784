/** What happens, live and on disk. */
import type { Requirement } from './requirement.ts';

export const EVENTS: readonly Requirement[] = [
  {
    id: 'events.stream',
    promise:
      'Requests, turns, calls, progress, servers and configuration are events with numbers, ids and times',
    source: ['issue 2 "Events"'],
    tests: {
      'router/events/event-bus.test.ts': 'numbers events without gaps and stamps the time',
      'router/events/request-tracker.test.ts':
        'the events tell what was asked, how it ended and how long it took',
    },
  },
  {
    id: 'events.resume',
    promise: 'A reader that was cut off gets everything once, or is told that it missed something',
    source: ['issue 3 "Control surface"'],
    tests: {
      'router/inbound/control/events-route.test.ts':
        'a reader that was cut off gets everything once',
      'router/inbound/control/stream-place.test.ts': 'who comes back too late begins anew',
      'router/inbound/control/open-event-stream.test.ts':
        'a slow reader gets nothing on top, and then hears that it missed something',
    },
  },
  {
    id: 'events.batched',
    promise: 'Events come at most ten times a second',
    source: ['issue 3 "Volume"'],
    tests: {
      'router/inbound/control/open-event-stream.test.ts': 'never more than ten batches a second',
    },
  },
  {
    id: 'events.cancel',
    promise: 'Every request that runs can be cancelled by its id',
    source: ['issue 3 "Control surface"'],
    tests: {
      'router/events/request-tracker.test.ts':
        'cancel aborts the one it names and says whether there was one',
      'router/inbound/control/tool-handlers.test.ts':
        'it can be followed and cancelled under the id that the caller chose',
    },
  },
  {
    id: 'events.masked',
    promise: 'Previews are cut and masked before anybody sees them',
    source: ['issue 2 "Events"'],
    tests: {
      'router/engine/steps/run-calls.test.ts':
        'shows no secret in a preview, not even where it would be cut in two',
      'router/events/event-bus.test.ts':
        'secrets in what tools said are blanked before anybody sees them',
    },
  },
  {
    id: 'events.one-table',
    promise: 'Methods, their parameters and answers are one table, and the docs say the same',
    source: ['issue 3 "Control surface"'],
    tests: {
      'router/contract/api.test.ts': 'the table of methods and the contract say the same',
      'router/inbound/control/control-surface.test.ts':
        'answers the owner as the contract says, and nothing stores it',
    },
  },
  {
    id: 'logs.files',
    promise: 'Logs are JSON lines in private files of limited size and number',
    source: ['contract 10.29', 'issue 2 "Events"'],
    tests: {
      'router/logs/create-log.test.ts': [
        'begins new files, private ones, and keeps five old ones at most',
        'writes JSON lines, private, with secrets masked in facts, messages and errors',
      ],
    },
  },
  {
    id: 'logs.servers',
    promise: 'What servers write to stderr is kept by name, a flood cut short',
    source: ['issue 2 "Events"', 'issue 3 "Pages"'],
    tests: {
      'router/logs/server-output.test.ts': [
        'a line is kept under the name of its server',
        'of a flood the first lines are kept and the number of the others is told',
      ],
    },
  },
  {
    id: 'logs.telemetry',
    promise: 'Nothing leaves the machine but the configured calls',
    source: ['original "Principles"'],
    tests: { 'e2e/router/quiet.test.ts': 'no call leaves this machine that nobody configured' },
  },
];
