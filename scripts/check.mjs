/** The same work as `npm test`, whose installing is a look at two files when nothing changed. */
await import('./test.mjs');
