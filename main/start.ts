/** The composition root of the desktop app: everything is made and wired here, in boot order. */
import { app, ipcMain, nativeTheme, protocol, safeStorage, session } from 'electron';

import { createBridge } from './bridge/handle.ts';
import { CALL_CHANNEL } from './bridge/ipc-names.ts';
import { isOwnPage } from './bridge/is-own-page.ts';
import { createShellHandlers } from './bridge/shell-handlers.ts';
import { RouterFollower } from './router-client/router-follower.ts';
import { superviseRouter } from './router-process/supervise-router.ts';
import { Vault } from './secrets/vault.ts';
import { setApplicationMenu } from './system/application-menu.ts';
import { systemClock as clock } from './system/clock.ts';
import { findLink, parseLink } from './system/deep-links.ts';
import { giveUp, relaunch } from './system/give-up.ts';
import { loadUpdater, whyNoUpdates } from './system/load-updater.ts';
import { createLoginItem, isStartedAtLogin } from './system/login-item.ts';
import { createNotices } from './system/notices.ts';
import { createNotify } from './system/notifications.ts';
import { createOpenLink } from './system/open-link.ts';
import { claimUserData, findPlaces } from './system/places.ts';
import { openPreferences } from './system/preferences.ts';
import { quitInOrder } from './system/quit-in-order.ts';
import { claimInstance, claimLinks } from './system/single-instance.ts';
import { Updates } from './system/updates.ts';
import { createDesktopTray } from './tray/desktop-tray.ts';
import { runTrayAction, type TrayTargets } from './tray/run-tray-action.ts';
import { findWaitingItems } from './tray/waiting-items.ts';
import { APP_SCHEME, APP_SCHEME_PRIVILEGES, createAppSchemeHandler } from './windows/app-scheme.ts';
import { createDesktopWindow, type DesktopWindow } from './windows/desktop-window.ts';
import { guardNavigation, guardPermissions } from './windows/navigation-guard.ts';

/** As the packager and the shortcuts of Windows know it; notices need it there. */
const APP_ID = 'dev.woollama.desktop';

/** Shows the window, and a review of the link if there is one. */
type Open = (link: string | undefined) => void;

/** Returns at once: `ready` never comes while the main module still waits for something. */
export function start(): void {
  const booted = Promise.withResolvers<Open>();
  // The lock lies in this folder, so it comes first.
  claimUserData();
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
  const isOnly = claimInstance((link) => void booted.promise.then((open) => open(link)));
  if (!isOnly) {
    app.quit();
    return;
  }
  claimLinks();
  protocol.registerSchemesAsPrivileged([APP_SCHEME_PRIVILEGES]);
  // The tray stays, and with it the router.
  app.on('window-all-closed', () => undefined);
  void app
    .whenReady()
    .then(() => booted.resolve(boot()))
    .catch(giveUp);
}

function boot(): Open {
  const parts = createParts();
  const { window, router, tray, follower, updates, preferences } = parts;
  const quit = quitInOrder({
    mayQuit: window.close,
    async endAll() {
      updates.stop();
      follower.stop();
      tray.close();
      window.end();
      await router.stop();
    },
  });
  openDoors(parts);
  setApplicationMenu({
    platform: process.platform,
    packaged: app.isPackaged,
    onSettings: () => window.openPage('settings'),
  });
  app.on('activate', window.show);

  void router.start();
  updates.start({ mayQuit: window.close, endAll: quit.end, relaunch });
  const open: Open = (link) => openWindow(window, link);
  const link = findLink(process.argv);
  const isHidden = isStartedAtLogin() && !preferences.isFirstRun;
  if (!isHidden || link !== undefined) open(link);
  // From now on it is no first run any more.
  void preferences.set({});
  return open;
}

type Parts = ReturnType<typeof createParts>;

/** Nothing of it runs yet; they know one another by the functions they are handed. */
function createParts() {
  const places = findPlaces(import.meta.dirname);
  const preferences = openPreferences(places.preferences);
  const vault = new Vault({ path: places.secrets, cipher: safeStorage, backend: keyBackend });
  const loginItem = createLoginItem();
  const window = createDesktopWindow(places, preferences);
  const { events } = window;
  const notify = createNotify(() => preferences.get().notifications);
  const notices = createNotices(notify, window.openPage);
  const redraw = () => tray.request();

  const router = superviseRouter({
    places,
    vault,
    onState(state) {
      follower.follow(router.supervisor.connection());
      events.send('router-state-changed', state);
      notices.onRouterState(state);
      tray.drawNow();
    },
  });
  const { supervisor } = router;
  const follower = new RouterFollower({
    fetch: (url, init) => fetch(url, init),
    clock,
    onChange: redraw,
    ...notices,
  });
  const updates = new Updates({
    offReason: whyNoUpdates(),
    load: loadUpdater,
    clock,
    onState(state) {
      events.send('update-state-changed', state);
      notices.onUpdate(state);
      redraw();
    },
  });
  const tray = createDesktopTray({
    iconsDir: places.iconsDir,
    clock,
    input: () => ({
      router: supervisor.state(),
      ...follower.view(),
      waiting: findWaitingItems(follower.view(), updates.state(), vault.unreadable()),
      startAtLogin: loginItem.isOn(),
    }),
    onAction: (action) => void runTrayAction(action, targets),
  });
  const targets: TrayTargets = {
    client: () => follower.client(),
    showWindow: window.show,
    openPage: window.openPage,
    setLoginItem: (on) => loginItem.set(on).finally(redraw),
    restartRouter: () => supervisor.restart(),
    onProblem: (body) => notify({ title: 'That did not work', body, onClick: window.show }),
  };
  return { places, preferences, vault, loginItem, window, router, follower, updates, tray, redraw };
}

/** Everything a page can reach, and the guards before it. */
function openDoors({ places, window, router, follower, vault, redraw, ...parts }: Parts): void {
  const { supervisor } = router;
  nativeTheme.themeSource = parts.preferences.get().theme;
  guardPermissions(session.defaultSession);
  const openLink = createOpenLink(window.current);
  app.on('web-contents-created', (_event, contents) =>
    guardNavigation(contents, (url) => void openLink(url)),
  );
  const connection = () => supervisor.connection();
  protocol.handle(APP_SCHEME, createAppSchemeHandler({ uiDir: places.uiDir, connection }));
  const handlers = createShellHandlers({
    ...parts,
    supervisor,
    openLink,
    status: () => follower.view().status,
    events: window.events,
    secretsNotice: () => vault.notice(),
    onLoginItem: redraw,
  });
  const bridge = createBridge({
    handlers,
    isTrusted: (event) => isOwnPage(event, window.current()?.webContents),
    onBug: (name, error) => process.stderr.write(`woollama: ${name} failed: ${String(error)}\n`),
  });
  ipcMain.handle(CALL_CHANNEL, bridge);
}

function keyBackend(): string | undefined {
  return process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : undefined;
}

function openWindow(window: DesktopWindow, link: string | undefined): void {
  window.show();
  if (link === undefined) return;
  const parsed = parseLink(link);
  if (parsed.ok) window.events.send('link-opened', parsed.link);
  else window.events.send('notice', { message: parsed.problem });
}
