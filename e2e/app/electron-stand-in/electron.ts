/** What `import ... from 'electron'` gives the built main file under test. */
export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { Menu, Tray } from './menu-and-tray.ts';
export { protocol, session } from './protocol-server.ts';
export {
  clipboard,
  dialog,
  ipcMain,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  safeStorage,
  screen,
  shell,
} from './system.ts';
export { utilityProcess } from './utility-process.ts';
