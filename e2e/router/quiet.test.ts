/** Without a key or a file of the user's, the router talks to nobody but this machine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

import { createHome, eventually, startRouter, type Home } from '../fixtures/router-process.ts';

let home: Home;
afterEach(() => home.remove());

/** Runs inside the router: writes down whom any socket is opened to. */
const WATCH = `
import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';
const { connect } = Socket.prototype;
Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  const { host = first?.path ?? 'localhost', port = '' } = typeof first === 'object' ? first : {};
  appendFileSync(process.env.WATCHED, host + ' ' + port + '\\n');
  return connect.apply(this, args);
};
`;

test('no call leaves this machine that nobody configured', async () => {
  const preload = `data:text/javascript,${encodeURIComponent(WATCH)}`;
  home = createHome({ NODE_OPTIONS: `--import=${preload}` });
  const watched = join(home.dir, 'watched');
  home.env['WATCHED'] = watched;
  const router = await startRouter(home);
  const body = JSON.stringify({
    model: 'woollama/streamer',
    messages: [{ role: 'user', content: 'count to 2' }],
  });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${router.baseUrl}/chat/completions`, {
    method: 'POST',
    headers,
    body,
  });
  expect(answer.status).toBe(200);
  await fetch(`${router.baseUrl}/models`);
  const hosts = await eventually(
    () => [...new Set(readFileSync(watched, 'utf8').trim().split('\n'))],
    // The look for an Ollama is one of them, so something is watched.
    (found) => found.some((line) => /^(localhost|127\.0\.0\.1|::1) \d+$/.test(line)),
  );
  await router.stop();
  const all = [...new Set([...hosts, ...readFileSync(watched, 'utf8').trim().split('\n')])];
  expect(all.filter((line) => !/^(localhost|127\.0\.0\.1|::1|\/)/.test(line))).toEqual([]);
});
