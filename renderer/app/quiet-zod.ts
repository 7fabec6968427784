/**
 * Comes before every schema: zod looks whether it may compile them with `eval`, and the window's
 * policy reports each such try, though it does no harm.
 */
import { config } from 'zod';

config({ jitless: true });
