import { backUp } from '../db/backup.ts';

/** What `npm run backup` does, as a process beside the service. */
const [source = '', target = ''] = process.argv.slice(2);
await backUp(source, target);
process.disconnect?.();
