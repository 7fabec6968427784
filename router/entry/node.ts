#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Halves the start: the second run finds the compiled program on disk.
enableCompileCache?.();

const { main } = await import('../cli/main.ts');
process.exitCode = await main(process.argv.slice(2));
