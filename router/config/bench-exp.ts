const t0=performance.now();
const { createConfigStore } = await import('./config-store.ts');
const t1=performance.now();
const logger: any = { debug(){}, info(){}, warn(){}, error(){}, child(){return logger} };
const r = await createConfigStore({ dir: process.argv[2]!, defaultsDir: '/work/main/resources/defaults', env: process.env, logger });
const t2=performance.now();
console.log('import', (t1-t0).toFixed(1), 'create', (t2-t1).toFixed(1), r.ok);
if (r.ok) { const c0=process.cpuUsage(); await new Promise(f=>setTimeout(f,5000)); const c=process.cpuUsage(c0); console.log('idle cpu ms per s', (c.user+c.system)/5000); await r.store.close(); }
