import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { describe, expect, test } from 'vitest';

import { guardNavigation, guardPermissions, isWebLink } from './navigation-guard.ts';

type OpenHandler = (details: { url: string }) => { action: string };

function guarded() {
  const opened: string[] = [];
  let handler: OpenHandler | undefined;
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (given: OpenHandler) => (handler = given),
  });
  guardNavigation(contents as unknown as WebContents, (url) => opened.push(url));
  const mayGo = (event: string, url: string): boolean => {
    let allowed = true;
    contents.emit(event, { url, preventDefault: () => (allowed = false) });
    return allowed;
  };
  return { opened, mayGo, openWindow: (url: string) => handler?.({ url }).action };
}

const EVENTS = ['will-navigate', 'will-redirect', 'will-frame-navigate'];

describe('navigation', () => {
  test.each(['woollama-app://window/', 'woollama-app://window/index.html#/servers'])(
    'to %s is ours',
    (url) => {
      const { mayGo } = guarded();
      expect(EVENTS.map((event) => mayGo(event, url))).toEqual([true, true, true]);
    },
  );

  test.each([
    'https://example.com/',
    'http://127.0.0.1:4711/ui/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,<script>1</script>',
    'blob:woollama-app://window/1',
    'woollama-app://elsewhere/',
    'woollama-app://user@elsewhere/',
    'woollama://add-server',
    'woollama-app://window/v1/models',
    'woollama-app://window/control/status.get',
    'woollama-app://window/w1/patterns',
    '',
  ])('to %j is refused', (url) => {
    const { mayGo } = guarded();
    expect(EVENTS.map((event) => mayGo(event, url))).toEqual([false, false, false]);
  });

  test('a web link that was clicked is offered to the browser once', () => {
    const { mayGo, opened } = guarded();
    for (const event of EVENTS) mayGo(event, 'https://example.com/');
    mayGo('will-navigate', 'http://example.com/');
    expect(opened).toEqual(['https://example.com/']);
  });

  test('no webview is ever attached', () => {
    const { mayGo } = guarded();
    expect(mayGo('will-attach-webview', 'woollama-app://window/')).toBe(false);
  });
});

test('no window opens; web links are offered to the browser', () => {
  const { openWindow, opened } = guarded();
  for (const url of ['https://example.com/', 'woollama-app://window/', 'javascript:1', 'x']) {
    expect(openWindow(url)).toBe('deny');
  }
  expect(opened).toEqual(['https://example.com/']);
});

test.each([
  ['https://example.com', true],
  ['http://example.com', false],
  ['vbscript:x', false],
  ['//example.com', false],
])('%s is a web link: %s', (url, expected) => {
  expect(isWebLink(url)).toBe(expected);
});

describe('permissions', () => {
  type Check = (contents: unknown, permission: string) => boolean;
  type Ask = (contents: unknown, permission: string, answer: (yes: boolean) => void) => void;
  let check: Check = () => true;
  let ask: Ask = () => undefined;
  let device: () => boolean = () => true;
  guardPermissions({
    setPermissionCheckHandler: (handler: Check) => (check = handler),
    setPermissionRequestHandler: (handler: Ask) => (ask = handler),
    setDevicePermissionHandler: (handler: () => boolean) => (device = handler),
  } as unknown as Session);
  const from = (url: string) => ({ getURL: () => url });
  const own = from('woollama-app://window/');

  test.each([
    ['clipboard-sanitized-write', own, true],
    ['clipboard-sanitized-write', from('https://example.com/'), false],
    ['clipboard-read', own, false],
    ['media', own, false],
    ['notifications', own, false],
    ['fileSystem', own, false],
  ])('%s', (permission, contents, expected) => {
    const answers: boolean[] = [check(contents, permission)];
    ask(contents, permission, (yes) => answers.push(yes));
    expect(answers).toEqual([expected, expected]);
  });

  test('no page and no device', () => {
    expect(check(null, 'clipboard-sanitized-write')).toBe(false);
    expect(device()).toBe(false);
  });
});
