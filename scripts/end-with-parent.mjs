/** Preloaded into the router by start.mjs: a router must not outlive a killed `npm start`. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref(); // waiting for that must not keep the router alive
