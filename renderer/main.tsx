import './app/quiet-zod.ts';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '#theme/base.css';
import { start } from './app/start.tsx';

const root = document.getElementById('root');
if (root !== null) void start(root);
